/* After signing out of a device that several people use: nothing of the last one stays in this browser. */
async function forgetEverything() {
  sessionStorage.clear();
  localStorage.clear();
  const databases = indexedDB.databases ? await indexedDB.databases() : [];
  for (const { name } of databases) indexedDB.deleteDatabase(name);
  if (self.caches) for (const name of await caches.keys()) await caches.delete(name);
  if (navigator.serviceWorker) {
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  }
}
forgetEverything().finally(() => document.getElementById("signed-out").setAttribute("data-forgotten", "yes"));
