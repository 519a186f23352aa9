/* A widget's state as a part of the page's address. */

import { same } from "../core/lists.js";

/** A field of an address: [name, trait], [name, trait, place in it] or [name, trait, OPTIONAL].
    @typedef {readonly any[]} Field */

/** The third part of a field whose trait may be null: "pixel=none". */
export const OPTIONAL = "optional";

const SWITCH = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

/** Write a state as "height=8&width=8&kernel=3".
    @param {Record<string, any>} state
    @param {readonly Field[]} fields
    @returns {string} */
export function toQuery(state, fields) {
  const query = new URLSearchParams();
  for (const [name, trait, place] of fields) {
    const value = typeof place === "number" ? state[trait][place] : state[trait];
    const pair = Array.isArray(value) && value.length === 2 && value[0] === value[1] ? value.slice(0, 1) : value;
    query.set(name, Array.isArray(pair) ? pair.join("x") : String(value ?? "none"));
  }
  return query.toString();
}

/** Read a query: the changes it asks for, and a sentence on each part that asks for nothing.
    @param {string} query
    @param {Record<string, any>} state
    @param {readonly Field[]} fields
    @returns {{ changes: Record<string, any>, refused: string[] }} */
export function fromQuery(query, state, fields) {
  const changes = {};
  const refused = [];
  for (const [name, text] of new URLSearchParams(query)) {
    const field = fields.find((candidate) => candidate[0] === name);
    if (!field) {
      refused.push(`there is no “${name}” here`);
      continue;
    }
    const [, trait, place] = field;
    const part = typeof place === "number";
    const value =
      text === "none" && place === OPTIONAL ? null : parsed(text, part ? state[trait][place] : state[trait]);
    if (value === undefined) refused.push(`“${name}=${text}” was not understood`);
    else if (!part) changes[trait] = value;
    else changes[trait] = Object.assign([...(changes[trait] ?? state[trait])], { [place]: value });
  }
  return { changes, refused };
}

/** Read a text as a value of the same kind as another one; undefined if it is none. */
function parsed(text, like) {
  if (typeof like === "boolean") return SWITCH.get(text);
  if (typeof like === "string") return text;
  const parts = text.split("x").map((part) => (/^-?\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
  if (parts.some(Number.isNaN)) return undefined;
  if (typeof like === "number") return parts.length === 1 ? parts[0] : undefined;
  const count = like?.length ?? Math.max(parts.length, 2); // what may be missing is a place
  if (parts.length === 1 && count === 2) return [parts[0], parts[0]];
  return parts.length === count ? parts : undefined;
}

/** What an address asked for and did not get, in a sentence; "" where it got all of it.
    @param {Record<string, any>} asked the state with what the address asks for
    @param {Record<string, any>} given the state that there is now
    @param {{ changes: Record<string, any>, refused: readonly string[] }} read
    @param {readonly Field[]} fields
    @returns {string} */
export function shortfall(asked, given, { changes, refused }, fields) {
  const moved = fields.filter(([, trait]) => trait in changes && !same(asked[trait], given[trait]));
  const names = [...new Set(moved.map(([, trait]) => trait.replace("_", " ")))];
  const all = names.length ? [...refused, `${names.join(" and ")} had to give way to what is possible`] : refused;
  return all.length ? `The address asked for more than there is: ${all.join("; ")}.` : "";
}
