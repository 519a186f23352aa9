/* What a widget's settled state must keep. */

import assert from "node:assert/strict";

/** Demand that a state was kept as it is: the very same lists. */
export function stays(settled, state) {
  for (const name of Object.keys(state)) assert.ok(Object.is(settled[name], state[name]), name);
  assert.deepEqual(Object.keys(settled).sort(), Object.keys(state).sort());
}
