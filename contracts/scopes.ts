/** What an API token may do, apart from the schemas so that a page can have the list without a schema library. */
export const SCOPES = [
  "backups:read",
  "backups:write",
  "bots:read",
  "bots:publish",
  "conversations:read",
  "conversations:write",
  "data:read",
  "data:write",
  "events:write",
  "files:read",
  "files:write",
  "knowledge:read",
  "knowledge:write",
  "metrics:read",
] as const;
/** A token does nothing beyond its scopes, and never makes tokens. */
export type Scope = (typeof SCOPES)[number];
