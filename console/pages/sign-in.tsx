import type { JSX } from "preact";

export function SignInPage({ reason }: { reason: string }): JSX.Element {
  return (
    <main class="narrow">
      <h1>Basalt console</h1>
      {reason !== "" && (
        <p class="box bad" role="alert">
          {reason}
        </p>
      )}
      <p>
        The console opens with an administrator's link, which works once. The start script prints one each time it
        starts: stop the product and run <code>npm start</code> again for a new link.
      </p>
    </main>
  );
}
