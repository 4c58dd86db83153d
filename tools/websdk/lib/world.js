"use strict";
// One build of the SDK in a world of its own: everything that it reaches for outside itself is a fake that is handed in.

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const { File } = require("node:buffer");
const { makeClock } = require("./clock.js");
const { database } = require("./database.js");
const { makeXhr, makeWxHttp } = require("./http.js");
const { makeSockets } = require("./socket.js");

const FOLDER = path.join(__dirname, "..", "node_modules", "easemob-websdk");
// `core` is the small build for the Web with the plugin for conversations that are kept in the browser.
const BUILDS = {
  web: ["Easemob-chat.js"],
  mini: [path.join("miniProgram", "Easemob-chat.js")],
  core: [path.join("miniCore", "miniCore.js"), path.join("localCache", "localCache.js")],
};
const NAMES = [
  ..."self window wx uni document navigator location localStorage WebSocket FileReader File FormData Blob".split(" "),
  ..."console Date Math setTimeout setInterval clearTimeout clearInterval module exports".split(" "),
];
// Node has no XMLHttpRequest, and neither has a mini-program: there the name has to stay unknown.
const namesOf = (build) => (build === "mini" ? NAMES : [...NAMES, "XMLHttpRequest", ...Object.keys(database)]);

const compiled = {};
function source(build, part = 0) {
  return fs.readFileSync(path.join(FOLDER, BUILDS[build][part]), "utf8");
}
function compile(build) {
  return (compiled[build] ??= BUILDS[build].map((file, part) =>
    vm.compileFunction(source(build, part), namesOf(build), { filename: file }),
  ));
}

class FakeFileReader {
  constructor() {
    this.heard = {};
  }
  addEventListener(event, call) {
    this.heard[event] = call;
  }
  async read(blob, as) {
    this.result = await blob[as]();
    this.onload?.({ target: this });
    this.heard.loadend?.({ target: this });
  }
  readAsText(blob) {
    void this.read(blob, "text");
  }
  readAsArrayBuffer(blob) {
    void this.read(blob, "arrayBuffer");
  }
}

function makeWorld(build) {
  const clock = makeClock();
  const state = { answer: () => ({ status: 200, body: {} }), asked: [], logged: [], files: undefined };
  const later = (call, delay = 1) => clock.globals.setTimeout(call, delay);
  const answer = (request) => {
    state.asked.push(request);
    return state.answer(request);
  };
  const sockets = makeSockets(later, build);
  const storage = { getItem: () => null, setItem() {} };
  const log = (...words) => state.logged.push(words);
  const fakes = {
    ...clock.globals,
    Math: Object.assign(Object.create(Math), { random: () => 0.5 }),
    console: {
      log,
      info: log,
      warn: log,
      error: log,
      debug: log,
      trace: log,
      group: log,
      groupEnd: log,
      groupCollapsed: log,
    },
  };
  fakes.self = {};
  if (build !== "mini") {
    Object.assign(fakes, database);
    fakes.WebSocket = sockets.WebSocket;
    fakes.XMLHttpRequest = makeXhr(later, answer);
    Object.assign(fakes, { FileReader: FakeFileReader, File, FormData, Blob });
    fakes.localStorage = storage;
    fakes.location = { protocol: "http:" };
    fakes.navigator = { userAgent: "node", onLine: true };
    fakes.window = {
      WebSocket: fakes.WebSocket,
      location: fakes.location,
      localStorage: storage,
      addEventListener() {},
    };
  } else {
    const quiet = () => undefined;
    fakes.wx = {
      ...makeWxHttp(later, answer),
      connectSocket: sockets.connectSocket,
      canIUse: () => true,
      getSystemInfo: quiet,
      getSystemInfoSync: () => ({ platform: "devtools" }),
      getNetworkType: quiet,
      onNetworkStatusChange: quiet,
      getStorageSync: () => "",
      setStorage: quiet,
      getFileSystemManager: () => state.files,
      env: { USER_DATA_PATH: "wxfile://usr" },
    };
  }
  const [sdk, plugin] = compile(build).map((run) => {
    fakes.module = { exports: {} };
    fakes.exports = fakes.module.exports;
    run(...namesOf(build).map((name) => fakes[name]));
    return fakes.module.exports.default ?? fakes.module.exports;
  });
  return { build, sdk, plugin, clock, sockets, state };
}

module.exports = { FOLDER, makeWorld, source };
