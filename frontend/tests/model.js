/** A model as anywidget's, which counts what it is told to save. */
export class Model {
  constructor(state) {
    Object.assign(this, { state: { ...state }, saved: 0, listeners: {} });
  }
  get(name) {
    return this.state[name];
  }
  set(name, value) {
    this.state[name] = value;
    for (const listener of this.listeners[name] ?? []) listener();
  }
  on(event, listener) {
    const name = event.replace("change:", "");
    this.listeners[name] = [...(this.listeners[name] ?? []), listener];
  }
  off(event, listener) {
    const name = event.replace("change:", "");
    this.listeners[name] = this.listeners[name].filter((one) => one !== listener);
  }
  save_changes() {
    this.saved += 1;
  }
}
