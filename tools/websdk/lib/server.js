"use strict";
// The server's side of a socket: what it answers is what a case says, in the SDK's own protobuf types.

const COMMAND = { sync: 0, provision: 3 };

function makeServer(world, connection) {
  const type = (name) => connection.root.lookup(`easemob.pb.${name}`);
  const encode = (name, content) => type(name).encode(content).finish();
  const frame = (command, payload) => encode("MSync", { version: 0, command, payload });
  const server = {
    provision: { status: { errorCode: 0 }, resource: "webim_1" },
    ack: undefined,
    push: (content) =>
      world.sockets.last().receive(frame(COMMAND.sync, encode("CommSyncDL", { status: { errorCode: 0 }, ...content }))),
    provisioned: (content) => world.sockets.last().receive(frame(COMMAND.provision, encode("Provision", content))),
    raw: (bytes) => world.sockets.last().receive(bytes),
    meta: (ns, body, content) => ({
      id: "7",
      ns,
      payload: encode(body, content),
      from: { name: "bob" },
      to: { name: "alice" },
    }),
    // A notice of the server's own about the session: removed, logged in elsewhere, kicked.
    statistics: (operation, reason) =>
      server.push({
        serverId: "1",
        isLast: true,
        queue: { name: "alice" },
        metas: [server.meta(0, "StatisticsBody", { operation, ...(reason ? { reason } : {}) })],
      }),
  };

  world.sockets.onFrame = (wire, bytes) => {
    if (wire.readyState !== 1) return;
    const told = type("MSync").decode(new Uint8Array(bytes));
    if (told.command === COMMAND.provision) {
      if (server.provision) wire.receive(frame(COMMAND.provision, encode("Provision", server.provision)));
      return;
    }
    if (told.command !== COMMAND.sync) return;
    const up = type("CommSyncUL").decode(told.payload);
    if (!up.meta || up.meta.ns === 0 || !server.ack) return;
    wire.receive(frame(COMMAND.sync, encode("CommSyncDL", { metaId: up.meta.id, serverId: "99", ...server.ack })));
  };
  return server;
}

module.exports = { makeServer };
