"use strict";
// Conversations that the plugin localCache keeps in the browser, whose database fails.

const { LOCAL } = require("../lib/replies.js");

const CONVERSATION = { conversationId: "bob", conversationType: "singleChat", customField: {} };
const NAMES = [
  "getLocalConversations",
  "getLocalConversation",
  "setLocalConversationCustomField",
  "removeLocalConversation",
  "clearConversationUnreadCount",
];
const ask =
  (name) =>
  ({ connection }) =>
    connection.localCache[name](CONVERSATION);

const probes = NAMES.flatMap((name) => [
  { call: `${name}() before open()`, ...LOCAL, login: false, act: ask(name) },
  { call: `${name}()`, reply: "none: the browser's database fails", act: ask(name) },
]).map((probe) => ({ ...probe, builds: ["core"], wait: 500 }));

module.exports = { probes };
