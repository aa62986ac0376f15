/* Before signing out: say so when something on this phone has not reached the desk. Looks into every store of this
   browser that is called "outbox", whichever database holds it. */
async function countUnsent() {
  const databases = indexedDB.databases ? await indexedDB.databases() : [];
  let unsent = 0;
  for (const { name } of databases) unsent += await countIn(name);
  return unsent;
}
function countIn(name) {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => resolve(0);
    opening.onsuccess = () => {
      const database = opening.result;
      if (!database.objectStoreNames.contains("outbox")) return database.close(), resolve(0);
      const asking = database.transaction("outbox").objectStore("outbox").count();
      asking.onsuccess = () => (database.close(), resolve(asking.result));
      asking.onerror = () => (database.close(), resolve(0));
    };
  });
}
countUnsent().then((unsent) => { document.getElementById("unsent").hidden = unsent === 0; });
