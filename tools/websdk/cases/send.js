"use strict";
// send(): what the SDK refuses by itself, and what each answer of the server becomes, in single chats, groups and chat rooms.

const { LOCAL, acked } = require("../lib/replies.js");

const CHATS = ["singleChat", "groupChat", "chatRoom"];
const send = (fields) => (session) => session.connection.send(session.message(fields));

const REASONS = [
  "blocked",
  "group not found",
  "not in group or chatroom",
  "exceed recall time limit",
  "message recall disabled",
  "not in group or chatroom white list",
  "nonroster",
  "group is disabled",
  "limit directed users",
  "Sorry, edit limit reached",
  "Sorry, message does not exist",
  "Sorry, You do not have permission",
  "Sorry, format is incorrect",
  "Sorry, edit is not available",
  "Sorry, edit fail",
  "grpID 1 does not exist!",
  "username bob doesn't exist!",
  "group member list is full!",
  "can not join this group, reason: user alice is in the blacklist",
  "can not operate this group, reason: group is disabled",
  "blocked by moderation",
  "group ID illegal, please check it",
  "user alice has create too many chatrooms",
  "user alice has joined too many chatrooms",
  "auto create failed",
  "anything else",
];
const SPAM = [
  "sensitive words",
  "blocked by mod_antispam",
  "user is mute",
  "traffic limit",
  "Sorry, data is too large",
  "anything else",
];
const REST = [
  [2, "unauthorized"],
  [3, "missing parameter"],
  [4, "wrong parameter"],
  [5, "redirect"],
  [6, "token expired"],
  [8, "no route"],
  [9, "unknown command"],
  [10, "protobuf"],
  [11, "bound to another device"],
  [12, "forbidden"],
  [13, "too many devices"],
  [14, "platform limit"],
  [15, "muted"],
  [16, "encrypt disabled"],
  [17, "encrypt enabled"],
  [18, "decrypt failed"],
  [19, "the app server's words"],
  [20, "resource changed"],
];
const answers = [
  ...REASONS.map((reason) => acked(1, reason)),
  ...SPAM.map((reason) => acked(7, reason)),
  ...REST.map(([code, reason]) => acked(code, reason)),
];
const refused = CHATS.flatMap((chatType) =>
  answers.map((answer) => ({ call: `send() a text in a ${chatType}`, ...answer, act: send({ chatType }), wait: 20_000 })),
);

const silent = [
  { call: "send() a text in a singleChat", reply: "socket: no answer for 15 s", act: send({}), wait: 16_000 },
  {
    call: "send() a text in a singleChat",
    reply: "socket: closes before it answers",
    act: (session) => {
      const sent = send({})(session);
      session.world.sockets.last().drop();
      return sent;
    },
    wait: 5000,
  },
  {
    call: "send() a text while the socket is closed and no new one opens (autoReconnectNumMax 1)",
    reply: "socket: refused",
    options: { autoReconnectNumMax: 1 },
    ready: async ({ world, clock }) => {
      world.sockets.refuse = true;
      world.sockets.last().drop();
      await clock.advance(50);
    },
    act: send({}),
    wait: 600_000,
  },
  {
    call: "send() a text after reconnecting was given up (autoReconnectNumMax 1)",
    reply: "socket: refused",
    options: { autoReconnectNumMax: 1 },
    ready: async ({ world, clock }) => {
      world.sockets.refuse = true;
      world.sockets.last().drop();
      await clock.advance(600_000);
    },
    act: send({}),
    wait: 600_000,
  },
  {
    call: "send() a text, then close()",
    reply: "socket: no answer",
    act: (session) => {
      const sent = send({})(session);
      session.connection.close();
      return sent;
    },
  },
];

const before = { ...LOCAL, login: false };
const own = [
  { call: "send() before open()", ...before, act: send({}) },
  { call: "send() after close()", ...LOCAL, ready: ({ connection }) => connection.close(), act: send({}) },
  {
    call: "send() after being kicked",
    ...LOCAL,
    ready: ({ server, clock }) => (server.statistics(2), clock.advance(50)),
    act: send({}),
  },
  {
    call: "send() without an id",
    ...LOCAL,
    act: (session) => session.connection.send({ ...session.message({}), id: "" }),
  },
  {
    call: "send() without to",
    ...LOCAL,
    act: (session) => session.connection.send({ ...session.message({}), to: "" }),
  },
  {
    call: "send() with to: 42",
    ...LOCAL,
    act: (session) => session.connection.send({ ...session.message({}), to: 42 }),
  },
  {
    call: "send() a location without latitude",
    ...LOCAL,
    act: (session) =>
      session.connection.send({ ...session.message({ type: "loc", addr: "x", buildingName: "y" }), lat: undefined }),
    wait: 1000,
  },
];

const room = (call, act) => [
  { call: `${call} before open()`, ...before, act },
  {
    call: `${call} while the socket is closed`,
    ...LOCAL,
    ready: ({ world }) => {
      world.sockets.silent = true;
      world.sockets.last().drop();
    },
    act,
    wait: 50,
  },
  { call, reply: "socket: no answer for 15 s", act, wait: 16_000 },
  ...[
    "grpID 1 does not exist!",
    "group member list is full!",
    "can not join this group, reason: user alice is in the blacklist",
    "can not operate this group, reason: group is disabled",
    "group ID illegal, please check it",
    "user alice has create too many chatrooms",
    "user alice has joined too many chatrooms",
    "auto create failed",
    "not in group or chatroom",
    "blocked",
    "anything else",
  ].map((reason) => ({ call, ...acked(1, reason), act })),
  ...[
    [2, "unauthorized"],
    [7, "anything else"],
    [15, "muted"],
    [19, "the app server's words"],
  ].map(([code, reason]) => ({ call, ...acked(code, reason), act })),
];
const rooms = [
  ...room("joinChatRoom()", ({ connection }) => connection.joinChatRoom({ roomId: "1" })),
  ...room("leaveChatRoom()", ({ connection }) => connection.leaveChatRoom({ roomId: "1" })),
];

const edit = (session) =>
  session.connection.modifyMessage({ messageId: "77", modifiedMessage: session.message({ msg: "edited" }) });
const recall = ({ connection }) => connection.recallMessage({ mid: "77", to: "bob", chatType: "singleChat" });
const changed = [
  ...[
    ["modifyMessage()", edit],
    ["recallMessage()", recall],
  ].flatMap(([call, act]) => [
    { call: `${call} before open()`, ...before, act },
    { call, reply: "socket: no answer for 15 s", act, wait: 16_000 },
  ]),
  ...REASONS.filter((reason) => reason.startsWith("Sorry")).map((reason) => ({
    call: "modifyMessage()",
    ...acked(1, reason),
    act: edit,
  })),
  ...["exceed recall time limit", "message recall disabled", "not in group or chatroom", "anything else"].map(
    (reason) => ({
      call: "recallMessage()",
      ...acked(1, reason),
      act: recall,
    }),
  ),
];

module.exports = { probes: [...refused, ...silent, ...own, ...rooms, ...changed] };
