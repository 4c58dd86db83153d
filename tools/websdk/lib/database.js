"use strict";
// A browser's database that opens and then fails at everything.

class IDBRequest extends EventTarget {}
class IDBObjectStore {}
for (const name of ["get", "getKey", "getAll", "getAllKeys", "count", "put", "add", "delete", "clear"])
  IDBObjectStore.prototype[name] = () => undefined;
class IDBIndex extends IDBObjectStore {}
class IDBCursor {}
class IDBTransaction extends EventTarget {}
IDBTransaction.prototype.objectStoreNames = [];
class IDBDatabase extends EventTarget {
  transaction() {
    throw new Error("the database is broken");
  }
  close() {}
}

const indexedDB = {
  open() {
    const request = Object.assign(new IDBRequest(), { result: new IDBDatabase() });
    setImmediate(() => request.dispatchEvent(new Event("success")));
    return request;
  },
};

module.exports = {
  database: { IDBRequest, IDBObjectStore, IDBIndex, IDBCursor, IDBTransaction, IDBDatabase, indexedDB },
};
