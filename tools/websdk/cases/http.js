"use strict";
// Every status, error code and text of an HTTP reply that the SDK looks at, put to a method for which the server would say it.

const { LOCAL, coded, described, failed, http, NOT_ALLOWED } = require("../lib/replies.js");
const { all, call } = require("./methods.js");

const ask = (method, ...replies) =>
  replies.map((reply) => ({ call: `${method}()`, ...reply, act: call(method), wait: 3000 }));
const groupAndRoom = (group, room, ...replies) => [...ask(group, ...replies), ...ask(room, ...replies)];

const NOT_MEMBERS = "users [bob] are not members of this group!";
const bad = [
  ...ask("createChatThread", coded(400, 40002), coded(400, 40009)),
  ...ask(
    "setGroupMemberAttributes",
    coded(400, 60005),
    coded(400, 60010, "exceeds chatgroup user metadata single value limit"),
    coded(400, 60010),
    coded(400, 60006),
    coded(400, 60007),
    coded(400, 60009),
    coded(400, 60012),
  ),
  ...ask(
    "setChatRoomAttributes",
    http(400, { error_code: 60011, desc: "not in the chat room" }),
    coded(400, 60009),
    coded(400, 60012),
  ),
  ...ask("getGroupSharedFilelist", coded(400, 14403)),
  ...ask("addConversationMark", coded(400, 91104)),
  ...groupAndRoom("removeGroupMember", "removeChatRoomMember", described(400, NOT_MEMBERS)),
  ...ask("publishPresence", http(400, { result: "the app not open presence" }), described(400, "ext is too big ")),
  ...ask(
    "setContactRemark",
    described(400, "remark length must less than 100"),
    described(400, "updateRemark | they are not friends, please add as a friend first."),
  ),
  ...ask(
    "addReaction",
    described(400, "the user is already operation this message"),
    described(400, "The quantity has exceeded the limit!"),
    described(400, "The user not in this group!"),
    described(400, "this appKey is not open reaction service!"),
    described(400, "this message is creating reaction, please try again."),
  ),
  ...ask("deleteReaction", described(400, "the user operation is illegal!")),
  ...ask("getHistoryMessages", described(400, "this appKey not open message roaming")),
  ...ask("getReactionlist", described(400, "groupId can not be null!")),
  ...ask(
    "translateMessage",
    described(400, "The input text is too long."),
    described(400, "The target language is not valid."),
    described(400, "anything else"),
  ),
  ...ask("reportMessage", described(400, "report failed, get message by id failed")),
  ...ask(
    "getServerConversationsByFilter",
    described(400, "Request body not readable.Please check content type is correct!"),
    described(400, "param mark must be not empty, please check!"),
    described(400, "param mark illegal, please check it!"),
  ),
  ...ask("pinMessage", described(400, "param pin_msg_id illegal, please check it!")),
  ...ask(
    "getGroupInfo",
    described(400, "anything else"),
    http(400, {}),
    http(400, "<html>Bad Request</html>"),
    http(400, ""),
  ),
];

const unauthorized = [
  ...ask("createChatThread", coded(401, 40001)),
  ...ask("setGroupMemberAttributes", coded(401, 60001)),
  ...ask(
    "getGroupInfo",
    described(401, "Unable to authenticate (OAuth)", { error: "unauthorized" }),
    described(401, "Unable to authenticate due to corrupt access token", { error: "auth_bad_access_token" }),
    described(401, "Unable to authenticate due to expired access token", { error: "expired_token" }),
    described(401, "anything else", { error: "unauthorized" }),
    http(401, {}),
  ),
];

const ALREADY = "invite users to join group failed, reason: users [bob] already in group";
const forbidden = [
  ...ask("createChatThread", coded(403, 40000), coded(403, 40003), coded(403, 40005)),
  ...ask("joinChatThread", coded(403, 40004), coded(403, 40007)),
  ...ask("setGroupMemberAttributes", coded(403, 60002), coded(403, 60004)),
  ...ask("translateMessage", coded(403, 15002)),
  ...ask("addConversationMark", coded(403, 91101), coded(403, 91102)),
  ...ask("pinConversation", coded(403, 91002)),
  ...groupAndRoom(
    "inviteUsersToGroup",
    "addUsersToChatRoom",
    described(403, "group member list is full!"),
    described(403, ALREADY),
  ),
  ...groupAndRoom("removeGroupMember", "removeChatRoomMember", described(403, NOT_MEMBERS)),
  ...ask("translateMessage", described(403, "translate service not open!")),
  ...ask("reportMessage", described(403, "message report not open")),
  ...ask("getHistoryMessages", described(403, "messageroaming function not open")),
  ...ask("createGroup", described(403, "members size is greater than max user size !")),
  ...groupAndRoom(
    "getGroupInfo",
    "getChatRoomDetails",
    described(403, "can not operate this group, reason: group is disabled"),
  ),
  ...ask("addContact", described(403, "Invitee's contact max count"), described(403, "Inviter's contact max count")),
  ...groupAndRoom(
    "getGroupInfo",
    "getChatRoomDetails",
    described(403, "anything else"),
    http(403, {}),
    http(403, "<html>Forbidden</html>"),
  ),
];

const missing = [
  ...ask("joinChatThread", coded(404, 40011), coded(404, 40012)),
  ...ask("setGroupMemberAttributes", coded(404, 60003)),
  ...ask("getGroupMsgReadUser", coded(404, 20004)),
  ...ask("pinConversation", coded(404, 91001)),
  ...groupAndRoom(
    "getGroupInfo",
    "getChatRoomDetails",
    described(404, "do not find this group:1"),
    described(404, "grpID 1 does not exist!"),
  ),
  ...ask(
    "addContact",
    described(404, "username bob doesn't exist!'"),
    described(404, "username bob doesn't exist!"),
    described(404, "user not found"),
    described(404, "Service resource not found", { exception: "UserNotFoundException" }),
    described(404, "Service resource not found"),
  ),
  ...ask("unpinMessage", described(404, "user session pin message not exist")),
  ...ask("getGroupInfo", described(404, "anything else"), http(404, {}), http(404, "<html>Not Found</html>")),
];

const other = [
  ...ask("deleteAllMessagesAndConversations", coded(406, 90004), coded(406, 1)),
  ...[429, 503].flatMap((status) =>
    ask(
      "getGroupInfo",
      described(status, "The request has reached the maximum limit"),
      described(status, "upload client logs reached limit"),
      described(status, "anything else"),
      http(status, {}),
    ),
  ),
  ...ask("createChatThread", coded(500, 40006), coded(500, 40008), coded(500, 40010)),
  ...ask("deleteAllMessagesAndConversations", coded(500, 90005), coded(500, 99999)),
  ...ask("translateMessage", described(500, "translte failed!"), described(500, "translate failed!")),
  ...ask("getGroupInfo", described(500, "anything else"), http(500, {})),
  ...[402, 405, 409, 413, 415, 502, 504].flatMap((status) => ask("getGroupInfo", described(status, "anything else"))),
  ...ask(
    "getGroupInfo",
    http(502, "<html>Bad Gateway</html>"),
    http(200, "<html>not JSON</html>"),
    failed("timeout"),
    failed("error"),
    failed("abort"),
    NOT_ALLOWED,
  ),
];

// Methods that still take callbacks tell them something else than their promise.
const callbacks = [
  described(403, "anything else"),
  described(404, "grpID 1 does not exist!"),
  described(401, "Unable to authenticate (OAuth)"),
  failed("timeout"),
].map((reply) => ({
  call: "getChatRooms() with an error callback",
  ...reply,
  act: (session) => session.connection.getChatRooms({ ...all(), error: session.hear("error callback") }),
}));
callbacks.push({
  call: "fetchHistoryMessages() with a fail callback",
  ...described(403, "anything else"),
  act: (session) =>
    session.connection.fetchHistoryMessages({
      ...all(),
      isGroup: false,
      count: 10,
      fail: session.hear("fail callback"),
    }),
});

const contacts = (session) => session.connection.getContacts();
const HOSTS = {
  hosts: [
    { protocol: "http", domain: "127.0.0.1", port: 80 },
    { protocol: "https", domain: "127.0.0.1", port: 443 },
  ],
};
const local = [
  {
    call: "getContacts() before open(), connection made with an appId",
    ...LOCAL,
    login: false,
    options: { appKey: undefined, appId: "1" },
    act: contacts,
  },
  {
    call: "getContacts() after close(), connection made with an appId",
    ...LOCAL,
    login: false,
    options: { appKey: undefined, appId: "1", isHttpDNS: true },
    ready: async (session) => {
      session.answer({ status: 200, body: { app_key: "easemob#demo", rest: HOSTS, "msync-wx": HOSTS } });
      await session.login();
      session.connection.close();
    },
    act: contacts,
  },
  { call: "getContacts() after close()", ...LOCAL, ready: ({ connection }) => connection.close(), act: contacts },
  {
    call: "getContacts() after being kicked",
    ...described(401, "Unable to authenticate (OAuth)"),
    ready: ({ server, clock }) => (server.statistics(2), clock.advance(50)),
    act: contacts,
  },
  ...[
    ["createGroup", {}],
    ["getGroupInfo", {}],
    ["getChatRoomDetails", {}],
    ["inviteUsersToGroup", { groupId: "1" }],
    ["addReaction", { messageId: "", reaction: "" }],
    ["translateMessage", { text: "", languages: [] }],
    ["publishPresence", {}],
    ["getHistoryMessages", {}],
    ["setSilentModeForAll", {}],
    ["createChatThread", {}],
    ["pinMessage", {}],
    ["getChatRooms", {}],
  ].map(([method, given]) => ({ call: `${method}(${JSON.stringify(given)})`, ...LOCAL, act: call(method, given) })),
];

module.exports = { probes: [...bad, ...unauthorized, ...forbidden, ...missing, ...other, ...callbacks, ...local] };
