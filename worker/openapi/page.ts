/** What the page `/docs` shows: the routes and the errors. Made by the build, like the document. */
import { FAULTS } from "../../contracts/faults.ts";
import { escapeHtml } from "../pages/html.ts";
import { operations } from "./operations.ts";

export function docsBody(): string {
  const rows = operations.map(
    (operation) => `<tr><td><code class="method">${operation.method.toUpperCase()}</code></td>
<td><code>${escapeHtml(operation.path)}</code></td><td>${escapeHtml(operation.summary)}</td></tr>`,
  );
  const faults = Object.entries(FAULTS).map(
    ([code, { status, title }]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`,
  );
  return `<main><h1>Basalt API</h1>
<p>JSON over HTTPS. The machine-readable description is <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).
A conversation's routes take the token that opening it answered; administrative routes take an API token from the <a href="/console">console</a>.</p>
<h2>Routes</h2><div class="wide" tabindex="0" role="region" aria-label="Routes"><table>
<thead><tr><th scope="col">Method</th><th scope="col">Path</th><th scope="col">Does</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></div>
<h2>Errors</h2><p>Errors are <code>application/problem+json</code>; <code>code</code> is stable.</p>
<div class="wide" tabindex="0" role="region" aria-label="Errors"><table>
<thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead><tbody>${faults.join("\n")}</tbody></table></div></main>`;
}
