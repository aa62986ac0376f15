/* Keeps nothing yet; takes over at once when a newer one comes. */
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
