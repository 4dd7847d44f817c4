/** Where the page remembers its conversation. A browser that blocks storage gets a memory that lasts as long as the page. */

export interface KeyValueStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
}

export function memoryStore(): KeyValueStore {
  const map = new Map<string, string>();
  return {
    get: (key) => map.get(key) ?? null,
    set: (key, value) => void map.set(key, value),
    remove: (key) => void map.delete(key),
    keys: (prefix) => [...map.keys()].filter((key) => key.startsWith(prefix)),
  };
}

export function browserStore(): KeyValueStore {
  try {
    const storage = window.localStorage;
    storage.setItem("basalt:probe", "1");
    storage.removeItem("basalt:probe");
    return {
      get: (key) => storage.getItem(key),
      set: (key, value) => {
        try {
          storage.setItem(key, value);
        } catch {
          // Full: what does not fit is kept by the page alone.
        }
      },
      remove: (key) => storage.removeItem(key),
      keys: (prefix) => Object.keys(storage).filter((key) => key.startsWith(prefix)),
    };
  } catch {
    return memoryStore();
  }
}

/** Random hex; `crypto.randomUUID` is missing on plain-http pages of a local network. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
