"use strict";
// open(): what it refuses by itself, what the server says to a password, to a token, and to a request for the list of servers.

const { LOCAL, coded, described, failed, http, NOT_ALLOWED } = require("../lib/replies.js");

const USER = { user: "alice", accessToken: "token" };
const WITH_PASSWORD = { user: "alice", pwd: "secret" };
const open = (parameters) => (session) => session.connection.open(parameters);

const own = [
  ["open(null)", null],
  ["open({}), no user", {}],
  ["open({user: 42})", { user: 42, accessToken: "token" }],
  ["open({user}), neither token nor password", { user: "alice" }],
  ["open({user, accessToken: ''})", { user: "alice", accessToken: "" }],
  ["open({user, agoraToken: ''})", { user: "alice", agoraToken: "" }],
].map(([call, parameters]) => ({ call, ...LOCAL, login: false, act: open(parameters) }));

const noAppKey = [
  ["new connection({appKey: ''})", { appKey: "" }],
  ["new connection({appKey: 'demo'}), no #", { appKey: "demo" }],
  ["new connection({appId: ''})", { appId: "" }],
].map(([call, options]) => ({ call, ...LOCAL, login: false, act: ({ sdk }) => new sdk.connection(options) }));

const again = [
  { call: "open() again while logged in", ...LOCAL, act: open(USER) },
  {
    call: "open() again while logging in",
    ...LOCAL,
    login: false,
    ready: ({ connection, server }) => {
      server.provision = undefined;
      connection.open(USER).catch(() => undefined);
    },
    act: open(USER),
    wait: 0,
  },
  {
    call: "open() without close() after a disconnect that is being mended",
    ...LOCAL,
    ready: async ({ world, clock }) => {
      world.sockets.silent = true;
      world.sockets.last().drop();
      await clock.advance(50);
    },
    act: open(USER),
    wait: 0,
  },
  {
    call: "open() without close() after reconnecting was given up",
    ...LOCAL,
    options: { autoReconnectNumMax: 1 },
    ready: async ({ world, clock }) => {
      world.sockets.refuse = true;
      world.sockets.last().drop();
      await clock.advance(60_000);
    },
    act: open(USER),
    wait: 0,
  },
  {
    call: "close(), then open()",
    reply: "provision errorCode 0",
    ready: async ({ connection, clock }) => {
      connection.close();
      await clock.advance(100);
    },
    act: open(USER),
  },
  {
    call: "open() after being kicked",
    reply: "provision errorCode 0",
    ready: async ({ server, clock }) => {
      server.statistics(2);
      await clock.advance(100);
    },
    act: open(USER),
  },
];

const password = [
  described(400, "invalid password", { error: "invalid_grant" }),
  described(400, "user not found", { error: "invalid_grant" }),
  described(400, "user not activated", { error: "invalid_grant" }),
  described(401, "Unable to authenticate (OAuth)", { error: "unauthorized" }),
  described(401, "Unable to authenticate due to expired access token", { error: "unauthorized" }),
  described(401, "Unable to authenticate due to corrupt access token", { error: "auth_bad_access_token" }),
  described(401, "Unauthorized", { error: "unauthorized" }),
  coded(401, 40001),
  coded(401, 60001),
  described(403, "forbidden", { error: "forbidden_op" }),
  described(404, "Could not find application for easemob/demo from URI", {
    error: "organization_application_not_found",
  }),
  described(404, "user not found", { error: "user_not_found" }),
  described(429, "This request has reached api limit", { error: "reach_limit" }),
  described(500, "internal error", { error: "internal" }),
  http(502, "<html>Bad Gateway</html>"),
  described(503, "unavailable", { error: "unavailable" }),
  failed("timeout"),
  failed("error"),
  NOT_ALLOWED,
].map((reply) => ({ call: "open({user, pwd})", ...reply, login: false, act: open(WITH_PASSWORD), wait: 70_000 }));

const provisioned = [
  [1, "Sorry, user register limit"],
  [1, "Sorry, user register rate limit"],
  [1, "Sorry, token expired"],
  [1, "Sorry, token or password does not match login info"],
  [1, "Sorry, user not found"],
  [1, "anything else"],
  [2, "unauthorized"],
  [3, "missing parameter"],
  [4, "wrong parameter"],
  [5, "redirect"],
  [6, "token expired"],
  [7, "Sorry, the app month live count limit"],
  [7, "Sorry, the app day live count limit"],
  [7, "Sorry, the app online count limit"],
  [7, "anything else"],
  [8, "no route"],
  [9, "unknown command"],
  [10, "protobuf"],
  [11, "bound to another device"],
  [12, "forbidden"],
  [13, "too many devices"],
  [14, "platform limit"],
  [15, "user muted"],
  [16, "encrypt disabled"],
  [17, "encrypt enabled"],
  [18, "decrypt failed"],
  [19, "refused from outside"],
  [20, "resource changed"],
].map(([errorCode, reason]) => ({
  call: "open({user, accessToken})",
  reply: `provision errorCode ${errorCode} ${JSON.stringify(reason)}`,
  login: false,
  ready: ({ server }) => {
    server.provision = { status: { errorCode, reason } };
  },
  act: open(USER),
  wait: 70_000,
}));

const found = { hosts: [{ protocol: "http", domain: "127.0.0.1", port: 80 }] };
const dns = [
  failed("timeout"),
  failed("error"),
  described(404, "app not found"),
  described(500, "internal error"),
  http(200, { rest: {}, "msync-wx": found }),
  http(200, { rest: found, "msync-wx": {} }),
].map((reply) => ({
  call: "open() with isHttpDNS, asking for the servers",
  ...reply,
  options: { isHttpDNS: true, https: false, url: undefined, apiUrl: undefined },
  login: false,
  act: open(USER),
  wait: 120_000,
}));

const register = [
  described(400, "Open registration doesn't allow, so register user need token", { error: "illegal_argument" }),
  described(400, "Application 1 Entity user requires that property named username be unique", {
    error: "duplicate_unique_property_exists",
  }),
  described(400, "username a b is not legal", { error: "illegal_argument" }),
  described(401, "Open registration doesn't allow, so register user need token", { error: "unauthorized" }),
  described(403, "forbidden"),
  described(429, "reach limit"),
].map((reply) => ({
  call: "registerUser()",
  ...reply,
  login: false,
  act: ({ connection }) => connection.registerUser({ username: "alice", password: "secret" }),
}));

module.exports = { probes: [...own, ...noAppKey, ...again, ...password, ...provisioned, ...dns, ...register] };
