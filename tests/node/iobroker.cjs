// Runs an adapter for ioBroker at the local service: its own files, in which only the address of the cloud is another.
// Arguments: the adapter, the base URL, identifier, secret, callback, and the system of the older API.
const fs = require("fs");
const Module = require("module");
const os = require("os");
const path = require("path");

const [adapter, base, clientId, clientSecret, redirectUri, systemId] = process.argv.slice(2);
const CLOUDS = ["https://api.nibeuplink.com", "https://api.myuplink.com"];

// Everything that the adapter loads of its own is loaded with the other address.
const load = Module._extensions[".js"];
Module._extensions[".js"] = (module, file) => {
  if (!file.includes(`${path.sep}${adapter}${path.sep}build${path.sep}`)) return load(module, file);
  const text = CLOUDS.reduce((text, cloud) => text.replaceAll(cloud, base), fs.readFileSync(file, "utf8"));
  module._compile(text, file);
};

const problems = [];
const log = { silly() {}, debug() {}, info() {}, warn: (text) => problems.push(text), error: (text) => problems.push(text) };

// What a user does who is asked.
function consent(link, page) {
  const value = (name) => page.match(new RegExp(`name="${name}" value="([^"]*)"`))[1];
  const form = new URLSearchParams({ page: value("page"), owner: value("owner"), decision: "allow" });
  for (const scope of ["READSYSTEM", "WRITESYSTEM"]) form.append("scope", scope);
  return fetch(link, { method: "POST", body: form, redirect: "manual", headers: { origin: base } });
}

async function code() {
  const link = new URL(`${base}/oauth/authorize`);
  const scope = "READSYSTEM WRITESYSTEM";
  link.search = new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri, response_type: "code", scope, state: "s" });
  let answer = await fetch(link, { redirect: "manual" });
  if (!answer.headers.has("location")) answer = await consent(link, await answer.text());
  return new URL(answer.headers.get("location")).searchParams.get("code");
}

async function nibeuplink() {
  const { Fetcher } = require(`${adapter}/build/nibe-fetcher.js`);
  const options = { interval: 3600, authCode: await code(), clientId, clientSecret, redirectUri, systemId, language: "en" };
  options.enableManage = true;
  options.managedParameters = ["47011", "47398", "hot_water_boost"].map((parameter) => ({ unit: 0, parameter }));
  const fetcher = new Fetcher(options, { log });
  const next = () => new Promise((done, failed) => fetcher.once("data", done).once("error", failed));
  const first = await next();
  await fetcher.setParams(0, { 47011: "-2" });
  const after = next();
  await fetcher.getParams(0, ["47011"]);
  const written = (await after).manageData[0].parameters[0];
  fetcher.stop();
  return {
    units: first.unitData.map((unit) => unit.product),
    rows: first.unitData.flatMap((unit) => unit.categories).flatMap((category) => category.parameters).length,
    managed: first.manageData[0].parameters.map((parameter) => parameter.name),
    written: written.value,
  };
}

async function myuplink() {
  const { MyUplinkLogic } = require(`${adapter}/build/myUplinkLogic.js`);
  const states = {};
  const points = {};
  const target = {
    CreateOrUpdateParameterObjectAsync: async (...given) => void (points[given[0]] = given),
    SetStateAsync: async (id, value) => void (states[id] = value),
  };
  // Whatever else it creates is only counted.
  let created = 0;
  const counting = new Proxy(target, { get: (own, name) => own[name] ?? (async () => void (created += 1)) });
  const config = { Identifier: clientId, Secret: clientSecret, CallbackURL: redirectUri, Configured: true, Language: "en" };
  Object.assign(config, { UseAuthorizationCodeGrant: true, AuthCode: await code(), AddActiveNotifications: true, AddData: true });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "iobroker-"));
  const logic = new MyUplinkLogic(counting, config, folder, log);
  const failed = await logic.GetDataAsync();
  const stored = JSON.parse(fs.readFileSync(path.join(folder, "session.json"), "utf8"));
  fs.rmSync(folder, { recursive: true });
  const written = await logic.SetDataAsync("offset", -2, systemId, "47011", false);
  const found = { created, points: Object.keys(points).length, values: Object.keys(states).length, offset: states.offset };
  return { ...found, failed: failed ?? null, refused: written ?? null, kept: stored.access_token?.length > 0 };
}

(adapter === "iobroker.myuplink" ? myuplink() : nibeuplink()).then(
  (found) => {
    console.log(JSON.stringify({ ...found, problems }));
    process.exit(0);
  },
  (error) => {
    console.error(String(error));
    process.exit(1);
  },
);
