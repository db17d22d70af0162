// Runs an adapter for ioBroker that speaks to pumps at their own address, at the local service: its own file as it is, over a
// stand-in for ioBroker that only keeps objects and states. Arguments: the adapter, base URL, user name, password.
const Module = require("module");

const [adapter, baseUrl, username, password] = process.argv.slice(2);
const problems = [];

class Adapter {
  constructor(options) {
    this.namespace = `${options.name}.0`;
    this.config = { baseUrl, username, password, ignoreTlsErrors: true, fetchNotifications: true };
    this.log = { silly() {}, debug() {}, info() {}, warn: (text) => problems.push(text), error: (text) => problems.push(text) };
    this.handlers = {};
    this.objects = {};
    this.states = {};
  }
  on(event, handler) { this.handlers[event] = handler; }
  // Polls are asked for by hand.
  setTimeout() {}
  subscribeStates() {}
  subscribeForeignObjects() {}
  async setObjectNotExistsAsync(id, object) { this.objects[id] ??= object; }
  async extendObjectAsync(id, object) { this.objects[id] = object; }
  async delObjectAsync(id) { delete this.objects[id]; }
  async delStateAsync(id) { delete this.states[id]; }
  async getAdapterObjectsAsync() { return Object.fromEntries(Object.entries(this.objects).map(([id, o]) => [`${this.namespace}.${id}`, o])); }
  async getStateAsync(id) { return this.states[id]; }
  async setState(id, state) { this.states[id] = state; }
  async setStateAsync(id, state) { this.states[id] = state; }
}

const load = Module._load;
Module._load = (name, ...rest) => (name === "@iobroker/adapter-core" ? { Adapter } : load(name, ...rest));

const make = require(`${adapter}/build/main.js`);

async function main() {
  const pump = make({});
  // Which points are taken is chosen in its admin, from what it finds there.
  const catalog = await pump.buildDiscoveredPointCatalog();
  pump.config.discoveredPointCatalog = catalog.map((point) => ({ ...point, enabled: true }));
  await pump.onReady();
  const state = (id) => {
    const found = Object.entries(pump.objects).find(([, object]) => object.native?.pointId === id);
    return found && { path: found[0], unit: found[1].common.unit, value: pump.states[found[0]]?.val };
  };
  const mode = (name) => Object.keys(pump.states).find((id) => id.endsWith(`.${name}`));
  const before = { outdoor: state(4), offset: state(3671), points: pump.pointStateDescriptors.size };
  const write = async (id, val) => pump.onStateChange(`${pump.namespace}.${id}`, { val, ack: false });
  await write(before.offset.path, -2);
  await write(mode("aidMode"), "on");
  await write(mode("smartMode"), "away");
  const modes = [mode("aidMode"), mode("smartMode")].map((id) => pump.states[id].val);
  const alarms = JSON.parse(pump.states[Object.keys(pump.states).find((id) => id.endsWith("notifications.json"))].val);
  return { found: catalog.length, ...before, written: state(3671).value, modes, alarms: alarms.length };
}

main().then(
  (found) => {
    console.log(JSON.stringify({ ...found, problems }));
    process.exit(0);
  },
  (error) => {
    console.error(error.stack);
    process.exit(1);
  },
);
