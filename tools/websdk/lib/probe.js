"use strict";
// One probe: a session of the SDK, one call on it, and everything that came out of it, a line each.

const { makeServer } = require("./server.js");
const { makeWorld } = require("./world.js");

const OPTIONS = { appKey: "easemob#demo", isHttpDNS: false, url: "ws://127.0.0.1/ws", apiUrl: "http://127.0.0.1" };

// Ids and times differ from message to message; sockets and requests are no content.
const DROPPED = new Set(["id", "mid", "xhr", "extraInfo", "header", "time", "timestamp", "elapse"]);

// The words of an engine's own errors change with its version, so only their name is kept.
const words = (error) =>
  [TypeError, SyntaxError, ReferenceError, RangeError].some((kind) => error instanceof kind)
    ? error.name
    : `${error.name}: ${error.message}`;

function content(value, depth = 0) {
  if (value instanceof Error) return words(value);
  if (typeof value === "function" || typeof value === "undefined" || depth > 4) return undefined;
  if (value === null || typeof value !== "object") return value;
  if ("readyState" in value) return "the XMLHttpRequest";
  if (Array.isArray(value)) return value.map((item) => content(item, depth + 1));
  const kept = Object.keys(value)
    .filter((key) => !DROPPED.has(key))
    .sort();
  const pairs = kept.map((key) => [key, content(value[key], depth + 1)]).filter(([, item]) => item !== undefined);
  return pairs.length ? Object.fromEntries(pairs) : undefined;
}

function line(build, call, reply, arrived, error) {
  const told = { build, call, reply, type: null, message: null, data: null, arrived };
  if (error === undefined || error === null) return told;
  if (typeof error !== "object") return { ...told, data: error };
  told.type = error.type ?? null;
  told.message = error instanceof Error ? words(error) : (error.message ?? null);
  told.data = content(error.data) ?? null;
  // What an error has instead of `type` and `message`, or beside them.
  for (const key of ["code", "reason", "errMsg", "status", "statusCode", "errorType"]) {
    if (error[key] !== undefined && !(error instanceof Error)) told[key] = error[key];
  }
  return told;
}

class Session {
  constructor(build, options) {
    this.build = build;
    this.world = makeWorld(build);
    this.clock = this.world.clock;
    this.sdk = this.world.sdk;
    this.connection = new (build === "core" ? this.sdk : this.sdk.connection)({ ...OPTIONS, ...options });
    if (this.world.plugin) this.connection.usePlugin(this.world.plugin, "localCache");
    this.server = makeServer(this.world, this.connection);
    this.clock.uncaught = (error) => this.arrive("uncaught exception", error);
    this.arrivals = [];
    this.recording = false;
    const hear = (arrived) => (error) => this.arrive(arrived, error);
    this.connection.listen?.({ onError: hear("onError"), onClosed: () => undefined });
    this.connection.addEventHandler("probe", {
      onError: hear("addEventHandler.onError"),
      onDisconnected: hear("onDisconnected"),
      onTokenExpired: hear("onTokenExpired"),
      onTokenWillExpire: hear("onTokenWillExpire"),
    });
  }
  arrive(arrived, error) {
    if (this.recording) this.arrivals.push([arrived, error]);
  }
  hear(arrived) {
    return (error) => this.arrive(arrived, error);
  }
  answer(reply) {
    this.world.state.answer = typeof reply === "function" ? reply : () => reply;
  }
  async login() {
    const opened = this.connection.open({ user: "alice", username: "alice", accessToken: "token" });
    await this.clock.advance(100);
    await opened;
  }
  message(fields) {
    return this.sdk.message.create({ type: "txt", chatType: "singleChat", to: "bob", msg: "hello", ...fields });
  }
}

let current;
process.on("unhandledRejection", (error) => current?.arrive("unhandled rejection", error));

/**
 * Run one probe and give its lines.
 *
 * `probe.act` makes the call and gives its promise; `probe.ready` is what has to be done before, unrecorded. What comes out while
 * the clock runs for `probe.wait` milliseconds is written down in the order in which it came.
 */
async function run(build, probe) {
  const session = new Session(build, probe.options);
  current = session;
  if (probe.login !== false) await session.login();
  if (probe.ready) await probe.ready(session);
  if (probe.http !== undefined) session.answer(probe.http);
  if (probe.ack !== undefined) session.server.ack = probe.ack;
  await session.clock.settle();
  session.world.state.logged.length = 0;
  session.recording = true;
  try {
    const given = probe.act(session);
    given?.then?.(
      (value) => (probe.quiet ? undefined : session.arrive("resolved", { data: value })),
      (error) => session.arrive("promise", error),
    );
  } catch (error) {
    session.arrive("thrown", error);
  }
  await session.clock.advance(probe.wait ?? 3000);
  session.recording = false;
  if (!session.arrivals.length) session.arrivals.push(["nothing", undefined]);
  return session.arrivals.map(([arrived, error]) => line(build, probe.call, probe.reply, arrived, error));
}

module.exports = { run };
