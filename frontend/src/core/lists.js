/* Nested lists and plain objects: whether two are equal, and the same one with something changed. */

import { range } from "./geometry.js";

/** Whether two values made of numbers, words, lists and plain objects are equal. */
export function same(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => same(one[key], other[key]));
}

/** A list with each number as `rule` has it; the very same list if nothing changes, so that a change can be seen. */
export function kept(numbers, rule) {
  const next = numbers.map(rule);
  return next.every((value, place) => Object.is(value, numbers[place])) ? numbers : next;
}

/** [rows, columns] of a table.
    @param {readonly (readonly any[])[]} table
    @returns {import("./geometry.js").Pair} */
export function shape(table) {
  return [table.length, table[0].length];
}

/** The same table with other sizes; where it grows, `value(row, column)` says what the new cells hold. */
export function resized(table, [rows, columns], value) {
  if (table.length === rows && table.every((line) => line.length === columns)) return table;
  return range(rows).map((row) => range(columns).map((column) => table[row]?.[column] ?? value(row, column)));
}

/** The same nested lists with another value at a place, which has a number for each axis. */
export function replaced(lists, place, value) {
  const [at, ...rest] = place;
  return lists.map((part, number) => (number === at ? (rest.length ? replaced(part, rest, value) : value) : part));
}
