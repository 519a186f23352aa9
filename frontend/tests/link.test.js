/* state/link.js: a state as a part of an address. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fromQuery, OPTIONAL, shortfall, toQuery } from "../src/state/link.js";

const FIELDS = [
  ["height", "size", 0],
  ["width", "size", 1],
  ["stride", "stride"],
  ["pixel", "pixel", OPTIONAL],
  ["hide", "hidden"],
  ["view", "view"],
  ["step", "step"],
];
const STATE = { size: [4, 6], stride: [2, 2], pixel: null, hidden: false, view: "scatter", step: 3 };

test("a state is written and read back", () => {
  const state = { ...STATE, stride: [1, 2], pixel: [3, 0], hidden: true };
  const query = toQuery(state, FIELDS);
  assert.equal(query, "height=4&width=6&stride=1x2&pixel=3x0&hide=true&view=scatter&step=3");
  assert.deepEqual(fromQuery(query, STATE, FIELDS), { changes: state, refused: [] });
});

test("one number stands for both axes, and what is not there is none", () => {
  assert.match(toQuery(STATE, FIELDS), /stride=2&pixel=none&hide/);
  const pinned = { ...STATE, pixel: [1, 2] };
  assert.deepEqual(fromQuery("pixel=none", pinned, FIELDS), { changes: { pixel: null }, refused: [] });
  assert.equal(fromQuery("stride=none", pinned, FIELDS).refused.length, 1);
  assert.deepEqual(fromQuery("stride=3&hide=1", STATE, FIELDS).changes, { stride: [3, 3], hidden: true });
});

test("what cannot be read is refused, by name", () => {
  const { changes, refused } = fromQuery("height=x&stride=1x2x3&step=&colour=2&hide=maybe", STATE, FIELDS);
  assert.deepEqual(changes, {});
  assert.equal(refused.length, 5);
  assert.match(refused[3], /there is no “colour”/);
  for (const [place, text] of ["height=x", "stride=1x2x3", "step="].entries()) {
    assert.ok(refused[place].includes(`“${text}”`));
  }
});

test("a word that every object knows is no switch", () => {
  for (const word of ["constructor", "__proto__", "toString", "hasOwnProperty", "True", ""]) {
    const { changes, refused } = fromQuery(`hide=${word}`, STATE, FIELDS);
    assert.deepEqual([changes, refused], [{}, [`“hide=${word}” was not understood`]]);
  }
  for (const word of ["constructor", "__proto__"]) {
    assert.deepEqual(fromQuery(`${word}=1`, STATE, FIELDS).refused, [`there is no “${word}” here`]);
  }
});

test("what an address asked for and did not get is said", () => {
  const read = fromQuery("height=9&stride=4&colour=1", STATE, FIELDS);
  const asked = { ...STATE, ...read.changes };
  const start = "The address asked for more than there is: there is no “colour” here; ";
  const said = `${start}size and stride had to give way to what is possible.`;
  assert.equal(shortfall(asked, { ...asked, size: [8, 6], stride: [3, 3] }, read, FIELDS), said);
  const fine = fromQuery("height=5", STATE, FIELDS);
  assert.equal(shortfall({ ...STATE, ...fine.changes }, { ...STATE, ...fine.changes }, fine, FIELDS), "");
});
