import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ApiToken, NewApiToken, Page, TokenRequest } from "../../contracts/admin.ts";
import { SCOPES } from "../../contracts/scopes.ts";
import { call } from "../api.ts";
import { Show, Time, Wide } from "../frame.tsx";
import { useLoad } from "../use-load.ts";

const load = () => call<Page<ApiToken>>("GET", "/api/v1/tokens");
const LIFETIMES: [label: string, days: number | null][] = [
  ["30 days", 30],
  ["90 days", 90],
  ["1 year", 365],
  ["No expiry", null],
];

export function TokensPage(): JSX.Element {
  const [loaded, again] = useLoad(load);
  const [made, setMade] = useState<NewApiToken | null>(null);
  return (
    <>
      <h1>API tokens</h1>
      <p>For scripts and pipelines. A token does what its scopes say, within this tenant.</p>
      {made && <Key made={made} />}
      <NewToken
        onMade={(token) => {
          setMade(token);
          again();
        }}
      />
      <h2>Existing tokens</h2>
      <Show loaded={loaded} again={again}>
        {({ items }) =>
          items.length === 0 ? <p>There are none yet.</p> : <TokenTable tokens={items} onRevoked={again} />
        }
      </Show>
    </>
  );
}

function Key({ made }: { made: NewApiToken }): JSX.Element {
  const [copied, setCopied] = useState(false);
  return (
    <div class="box good" role="status">
      <p>
        The key of <strong>{made.name}</strong>. Copy it now: it is shown this once and kept nowhere.
      </p>
      <div class="key">
        <code>{made.token}</code>
        {"clipboard" in navigator && (
          <button
            type="button"
            onClick={() => void navigator.clipboard.writeText(made.token).then(() => setCopied(true))}
          >
            {copied ? "Copied" : "Copy"}
          </button>
        )}
      </div>
    </div>
  );
}

function NewToken({ onMade }: { onMade(token: NewApiToken): void }): JSX.Element {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<TokenRequest["scopes"]>(["bots:publish"]);
  const [days, setDays] = useState<number | null>(90);
  const [mistake, setMistake] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    setMistake("");
    try {
      const request: TokenRequest = { name: name.trim(), scopes, expiresInDays: days };
      onMade(await call<NewApiToken>("POST", "/api/v1/tokens", request));
      setName("");
    } catch (error) {
      setMistake(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>New token</h2>
      <label>
        Name
        <input
          value={name}
          maxLength={100}
          required
          autoComplete="off"
          placeholder="What will use it"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <fieldset>
        <legend>Scopes</legend>
        {SCOPES.map((scope) => (
          <label key={scope} class="check">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(event.currentTarget.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
              }
            />
            <code>{scope}</code>
          </label>
        ))}
      </fieldset>
      <label>
        Expires after
        <select
          value={String(days)}
          onChange={(event) => setDays(event.currentTarget.value === "null" ? null : Number(event.currentTarget.value))}
        >
          {LIFETIMES.map(([label, value]) => (
            <option key={label} value={String(value)}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {mistake !== "" && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      <button type="submit" class="primary" disabled={busy || name.trim() === "" || scopes.length === 0}>
        Make token
      </button>
    </form>
  );
}

function TokenTable({ tokens, onRevoked }: { tokens: ApiToken[]; onRevoked(): void }): JSX.Element {
  const [asked, setAsked] = useState<string | null>(null);
  const [mistake, setMistake] = useState("");
  const revoke = async (id: string) => {
    setMistake("");
    try {
      await call("DELETE", `/api/v1/tokens/${id}`);
      setAsked(null);
      onRevoked();
    } catch (error) {
      setMistake(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Wide label="API tokens">
      {mistake !== "" && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Scopes</th>
            <th scope="col">Made</th>
            <th scope="col">Expires</th>
            <th scope="col">
              <span class="hidden">Action</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id} class={token.revokedAt ? "gone" : ""}>
              <th scope="row">{token.name}</th>
              <td>
                <code>{token.scopes.join(" ")}</code>
              </td>
              <td>
                <Time at={token.createdAt} />
              </td>
              <td>{token.revokedAt ? "Revoked" : token.expiresAt ? <Time at={token.expiresAt} /> : "Never"}</td>
              <td>
                {!token.revokedAt && (
                  <button
                    type="button"
                    class={asked === token.id ? "danger" : ""}
                    aria-label={`${asked === token.id ? "Confirm revoking" : "Revoke"} ${token.name}`}
                    onClick={() => (asked === token.id ? void revoke(token.id) : setAsked(token.id))}
                  >
                    {asked === token.id ? "Confirm" : "Revoke"}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
