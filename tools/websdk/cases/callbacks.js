"use strict";
// What send() tells the callbacks of a message, what becomes of errors in them, and answers that cannot be read.

const { LOCAL, acked } = require("../lib/replies.js");

const send = (given) => (session) => session.connection.send({ ...session.message({}), ...given(session) });
const withFail = (session) => ({ fail: session.hear("fail callback") });
const failing = [
  acked(1, "blocked"),
  acked(7, "sensitive words"),
  acked(7, "user is mute"),
  acked(15, "muted"),
  acked(19, "the app server's words"),
  acked(2, "unauthorized"),
].map((reply) => ({ call: "send() with a fail callback", ...reply, act: send(withFail), wait: 1000 }));

const broken = () => {
  throw new Error("mine");
};
const throwing = [
  { call: "send() with a success callback that throws", ...acked(0), act: send(() => ({ success: broken })) },
  { call: "send() with a fail callback that throws", ...acked(2, "unauthorized"), act: send(() => ({ fail: broken })) },
  { call: "send() with a fail callback that throws", ...acked(1, "blocked"), act: send(() => ({ fail: broken })) },
  {
    call: "joinChatRoom() with a success callback that throws",
    ...acked(0),
    act: ({ connection }) => connection.joinChatRoom({ roomId: "1", success: broken }),
  },
  {
    call: "joinChatRoom() with an error callback",
    ...acked(1, "group member list is full!"),
    act: (session) => session.connection.joinChatRoom({ roomId: "1", error: session.hear("error callback") }),
  },
].map((probe) => ({ ...probe, wait: 1000, quiet: true }));

const metas = (ns, payload) => [
  { id: "7", ns, payload: Uint8Array.from(payload), from: { name: "bob" }, to: { name: "alice" } },
];
const unreadable = [
  {
    call: "send() a text",
    reply: "ack errorCode 0 with a notice that is no JSON",
    ack: { status: { errorCode: 0 }, metas: metas(5, [104, 105]) },
  },
  {
    call: "send() a text with useReplacedMessageContents",
    reply: "ack errorCode 0 with a message that is no protobuf",
    ack: { status: { errorCode: 0 }, metas: metas(1, [10, 255, 255]) },
    options: { useReplacedMessageContents: true },
  },
  { call: "send() a text", reply: "ack without a status", ack: { status: undefined }, wait: 20_000 },
].map((probe) => ({ wait: 1000, quiet: true, ...probe, act: send(() => ({})) }));

// The server may ask for LZ4; what it cannot pack or unpack is not sent or read.
const LZ4 = { protocolCompressType: [2], protocolCompressDirection: 2 };
const packing = async (session) => {
  Object.assign(session.server.provision, LZ4);
  await session.login();
};
const packed = [
  {
    call: "none, while logged in with LZ4",
    reply: "socket: bytes that are not packed",
    act: ({ server }) => server.raw(new Uint8Array([1, 2, 3])),
  },
  {
    call: "send() a text while logged in with LZ4, of 16 MB",
    ...LOCAL,
    act: send(() => ({ msg: "x".repeat(16 * 1024 * 1024) })),
  },
  {
    call: "joinChatRoom() while logged in with LZ4, with an ext of 16 MB",
    ...LOCAL,
    act: ({ connection }) => connection.joinChatRoom({ roomId: "1", ext: "x".repeat(16 * 1024 * 1024) }),
  },
].map((probe) => ({ ...probe, login: false, ready: packing, wait: 100 }));

module.exports = { probes: [...failing, ...throwing, ...unreadable, ...packed] };
