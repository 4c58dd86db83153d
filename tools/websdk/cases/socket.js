"use strict";
// The socket: it fails, closes, stays silent; the server ends the session; the token runs out; the server sends what cannot be read.

const { LOCAL } = require("../lib/replies.js");

const USER = { user: "alice", accessToken: "token" };
const open = ({ connection }) => connection.open(USER);
const nothing = () => undefined;
const MINUTES = 10 * 60_000;

const opening = [
  {
    call: "open({user, accessToken})",
    reply: "socket: refused",
    ready: ({ world }) => {
      world.sockets.refuse = true;
    },
  },
  {
    call: "open({user, accessToken})",
    reply: "socket: no answer from the host, which the network gives up after 75 s",
    ready: ({ world }) => {
      world.sockets.silent = true;
    },
  },
  {
    call: "open({user, accessToken})",
    reply: "socket: opens, but no answer to the login",
    ready: ({ server }) => {
      server.provision = undefined;
    },
  },
  {
    call: "open({user, accessToken})",
    reply: "socket: opens, but nothing can be sent",
    ready: ({ world }) => {
      world.sockets.broken = true;
    },
  },
].map((probe) => ({ ...probe, login: false, act: open, wait: MINUTES }));

const open_ = [
  { reply: "socket: error, then close", act: ({ world }) => world.sockets.last().fail() },
  { reply: "socket: close", act: ({ world }) => world.sockets.last().drop() },
  {
    reply: "socket: close, and no new one opens, until reconnecting is given up (autoReconnectNumMax 2)",
    options: { autoReconnectNumMax: 2 },
    act: ({ world }) => {
      world.sockets.refuse = true;
      world.sockets.last().drop();
    },
    wait: MINUTES,
  },
  {
    reply: 'socket: close, and the new one gets: provision errorCode 1 "Sorry, token expired"',
    act: ({ world, server }) => {
      server.provision = { status: { errorCode: 1, reason: "Sorry, token expired" } };
      world.sockets.last().drop();
    },
    wait: MINUTES,
  },
  { reply: "socket: bytes that are no protobuf", act: ({ server }) => server.raw(new Uint8Array([10, 255, 255, 255])) },
  { reply: "socket: no answer to any ping for 10 minutes", act: nothing, wait: MINUTES },
].map((probe) => ({ call: "none, while logged in", ...probe }));

const closed = [
  { call: "close()", reply: "socket: close", act: ({ connection }) => connection.close() },
  {
    call: "onShow() after 3 s without a heartbeat",
    reply: "socket: no answer to the ping",
    ready: ({ clock }) => clock.advance(3000),
    act: ({ connection }) => connection.onShow(),
    wait: 9000,
  },
  {
    call: "none, while logged in",
    reply: "provision errorCode 0 with authToken, whose expires_in passes",
    login: false,
    ready: async ({ server, clock, connection }) => {
      server.provision.authToken = JSON.stringify({ expires_in: Date.UTC(2025, 0, 1) + 60_000 });
      const opened = connection.open(USER);
      await clock.advance(100);
      await opened;
    },
    act: nothing,
    wait: 70_000,
  },
];

const KICKS = [
  [1, "user removed"],
  [2, "logged in on another device"],
  [3, "password changed"],
  [4, "kicked by another device"],
  [9, "an operation that the SDK does not know"],
];
const kicked = KICKS.flatMap(([operation, words]) => [
  {
    call: "none, while logged in",
    reply: `StatisticsBody operation ${operation} (${words}), then socket: close`,
    act: async ({ server, world, clock }) => {
      server.statistics(operation, undefined);
      await clock.settle();
      world.sockets.last().drop();
    },
    quiet: true,
  },
]);
kicked.push({
  call: "none, while logged in",
  reply: 'StatisticsBody operation 2 with reason "phone", then socket: close',
  act: async ({ server, world, clock }) => {
    server.statistics(2, "phone");
    await clock.settle();
    world.sockets.last().drop();
  },
  quiet: true,
});

const received = [
  {
    reply: "a message whose payload is no protobuf",
    act: ({ server }) =>
      server.push({
        serverId: "1",
        isLast: true,
        queue: { name: "bob" },
        metas: [
          { id: "7", ns: 1, payload: new Uint8Array([10, 255, 255]), from: { name: "bob" }, to: { name: "alice" } },
        ],
      }),
  },
  {
    reply: "a notice whose payload is no JSON",
    act: ({ server }) =>
      server.push({
        serverId: "1",
        isLast: true,
        queue: { name: "bob" },
        metas: [{ id: "7", ns: 5, payload: new Uint8Array([104, 105]), from: { name: "bob" }, to: { name: "alice" } }],
      }),
  },
  {
    reply: "an ack with errorCode 0 for a message that was never sent",
    act: ({ server }) => server.push({ metaId: "5", serverId: "1", status: { errorCode: 0 } }),
  },
  {
    reply: "an ack with errorCode 2 for a message that was never sent",
    act: ({ server }) => server.push({ metaId: "5", serverId: "1", status: { errorCode: 2 } }),
  },
].map((probe) => ({ call: "none, while logged in", ...probe }));

// What a stream of text ended with is no error's type but stands in the message.
const streamed = [512, 513].map((streamError) => ({
  call: "none, while logged in",
  reply: `a text message of a stream that ends with streamError ${streamError}`,
  act: (session) => {
    const told = ({ stream }) =>
      session.arrive("onStreamMessage, as message.stream.errorType", { type: stream.errorType });
    session.connection.addEventHandler("stream", { onStreamMessage: told });
    const { server } = session;
    const contents = [{ type: 0, text: "x", subType: 10 }];
    const meta = server.meta(1, "MessageBody", {
      type: 1,
      from: { name: "bob" },
      to: { name: "alice" },
      contents,
      stream: { streamStatus: 4, streamSeq: 1, streamError },
    });
    server.push({ serverId: "1", isLast: true, queue: { name: "bob" }, metas: [{ ...meta, timestamp: "1" }] });
  },
}));

const renewed = [
  {
    call: "renewToken() while the socket is closed",
    ...LOCAL,
    login: false,
    act: ({ connection }) => connection.renewToken("new"),
  },
  {
    call: "setLoginInfoCustomExt() with 1025 characters",
    ...LOCAL,
    act: ({ connection }) => connection.setLoginInfoCustomExt("x".repeat(1025)),
  },
];

module.exports = { probes: [...opening, ...open_, ...closed, ...kicked, ...received, ...streamed, ...renewed] };
