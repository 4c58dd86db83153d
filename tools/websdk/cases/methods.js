"use strict";
// Every method that asks the server over HTTP, each called rightly: before open(), and refused in words that the SDK does not know.

const { LOCAL, described } = require("../lib/replies.js");

// One object with the parameters of all methods; each takes what it knows.
const all = () => ({
  action: "join",
  applicant: "bob",
  announcement: "news",
  attributeKey: "key",
  attributeKeys: ["key"],
  attributes: { key: "value" },
  attributeValue: "value",
  channel: "bob",
  chatRoomId: "1",
  chatThreadId: "1",
  chatThreadIds: ["1"],
  chatType: "singleChat",
  conversationId: "bob",
  conversationList: [{ id: "bob", type: "singleChat" }],
  conversations: [{ conversationId: "bob", conversationType: "singleChat" }],
  conversationType: "singleChat",
  cursor: "",
  data: {
    groupname: "g",
    desc: "d",
    members: ["bob"],
    public: true,
    approval: false,
    allowinvites: true,
    inviteNeedConfirm: false,
  },
  deleteRoam: true,
  description: "hello",
  deviceId: "1",
  deviceToken: "1",
  expiry: 60,
  ext: "x",
  fileId: "1",
  groupId: "1",
  groupIds: ["1"],
  groupName: "g",
  invitee: "bob",
  isPinned: true,
  isTop: true,
  keys: ["key"],
  language: "en",
  languages: ["en"],
  limit: 10,
  mark: 0,
  members: ["bob"],
  memberAttributes: { key: "value" },
  messageId: "77",
  messageIds: ["77"],
  msgId: "77",
  muteDuration: 1000,
  name: "n",
  newOwner: "bob",
  notifierName: "n",
  options: { paramType: 1, duration: 1 },
  owner: "bob",
  pageNum: 1,
  pagenum: 1,
  pageSize: 10,
  pagesize: 10,
  parentId: "1",
  queue: "bob",
  reaction: "like",
  reason: "r",
  remark: "friend",
  reportReason: "r",
  reportType: "spam",
  roomId: "1",
  targetId: "bob",
  text: "hello",
  to: "bob",
  type: "singleChat",
  userId: "bob",
  userIds: ["bob"],
  userName: "bob",
  username: "bob",
  usernames: ["bob"],
  users: ["bob"],
});

const ROOMS = {
  contact: `addContact deleteContact acceptContactInvite declineContactInvite getContacts getAllContacts getContactsWithCursor
    setContactRemark getBlocklist addUsersToBlocklist removeUserFromBlocklist`,
  user: `updateUserInfo getSelfIdsOnOtherPlatform uploadPushToken unbindPushToken setPushPerformLanguage getPushPerformLanguage
    getTokenExpireTimestamp`,
  group: `createGroup createGroupVNext destroyGroup modifyGroup getGroupInfo getPublicGroups getJoinedGroups getJoinedGroupsCount joinGroup leaveGroup
    changeGroupOwner blockGroupMessages unblockGroupMessage inviteUsersToGroup acceptGroupInvite rejectGroupInvite acceptGroupJoinRequest
    rejectGroupJoinRequest listGroupMembers getGroupMembers removeGroupMember removeGroupMembers getGroupAdmin setGroupAdmin
    removeGroupAdmin muteGroupMember unmuteGroupMember getGroupMutelist isInGroupMutelist disableSendGroupMsg enableSendGroupMsg
    blockGroupMember blockGroupMembers unblockGroupMember unblockGroupMembers getGroupBlocklist addUsersToGroupAllowlist
    removeGroupAllowlistMember getGroupAllowlist isInGroupAllowlist getGroupMsgReadUser fetchGroupAnnouncement
    updateGroupAnnouncement deleteGroupSharedFile getGroupSharedFilelist setGroupMemberAttributes getGroupMemberAttributes
    getGroupMembersAttributes`,
  room: `getChatRooms getJoinedChatRooms createChatRoom destroyChatRoom getChatRoomDetails modifyChatRoom addUsersToChatRoom
    removeChatRoomMember removeChatRoomMembers listChatRoomMembers getChatRoomMembers getChatRoomAdmin setChatRoomAdmin
    removeChatRoomAdmin muteChatRoomMember unmuteChatRoomMember getChatRoomMutelist isInChatRoomMutelist disableSendChatRoomMsg
    enableSendChatRoomMsg blockChatRoomMember blockChatRoomMembers unblockChatRoomMember unblockChatRoomMembers getChatRoomBlocklist
    addUsersToChatRoomAllowlist removeChatRoomAllowlistMember getChatRoomAllowlist isInChatRoomAllowlist
    fetchChatRoomAnnouncement updateChatRoomAnnouncement deleteChatRoomSharedFile getChatRoomSharedFilelist setChatRoomAttribute
    setChatRoomAttributes removeChatRoomAttribute removeChatRoomAttributes getChatRoomAttributes`,
  thread: `createChatThread joinChatThread leaveChatThread destroyChatThread changeChatThreadName getChatThreadMembers
    removeChatThreadMember getJoinedChatThreads getChatThreads getChatThreadLastMessage getChatThreadDetail`,
  message: `addReaction deleteReaction getReactionlist getReactionDetail reportMessage translateMessage getSupportedLanguages
    getHistoryMessages fetchHistoryMessages removeHistoryMessages pinMessage unpinMessage getServerPinnedMessages voiceMessageToText`,
  conversation: `getConversationlist getServerConversations getServerConversationsByFilter getServerPinnedConversations
    pinConversation addConversationMark removeConversationMark deleteConversation deleteAllMessagesAndConversations`,
  presence: "publishPresence subscribePresence unsubscribePresence getPresenceStatus getSubscribedPresencelist",
  silent: `setSilentModeForAll getSilentModeForAll setSilentModeForConversation clearRemindTypeForConversation
    getSilentModeForConversation getSilentModeForConversations getSilentModeRemindTypeConversations`,
};

const OWN = {
  addContact: ["bob", "hello"],
  deleteContact: ["bob"],
  acceptContactInvite: ["bob"],
  declineContactInvite: ["bob"],
  fetchUserInfoById: ["bob"],
  getRTCToken: ["channel"],
  getTokenExpireTimestamp: ["token"],
  getUserIdByRTCUIds: [[1]],
  updateUserInfo: [{ nickname: "a" }],
  voiceMessageToText: [{ type: "audio", url: "http://127.0.0.1/files/1" }],
  removeHistoryMessages: [{ targetId: "bob", chatType: "singleChat", messageIds: ["77"] }],
  getServerConversationsByFilter: [{ pageSize: 10, cursor: "", filter: { mark: 0 } }],
};
const names = [
  ...Object.values(ROOMS).flatMap((words) => words.split(/\s+/)),
  "fetchUserInfoById",
  "getRTCToken",
  "getUserIdByRTCUIds",
];
const call =
  (name, ...given) =>
  (session) =>
    session.connection[name](...(given.length ? given : (OWN[name] ?? [all()])));

const REPLIES = [{ ...LOCAL, login: false }, described(403, "refused for a reason that the SDK does not know")];
const probes = names.flatMap((name) =>
  REPLIES.map((reply) => ({
    call: `${name}()${reply.login === false ? " before open()" : ""}`,
    ...reply,
    act: call(name),
    wait: 5000,
  })),
);

module.exports = { probes, call, all };
