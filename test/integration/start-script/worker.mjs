import { DurableObject } from "cloudflare:workers";

/** Counts in its own store, so that a second workerd on the same files would be seen as a wrong count. */
export class Counter extends DurableObject {
  add() {
    const { sql } = this.ctx.storage;
    sql.exec("create table if not exists counts (at integer)");
    sql.exec("insert into counts values (1)");
    return sql.exec("select count(*) as n from counts").one().n;
  }
}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/healthz") return Response.json({ status: "ok" });
    if (pathname === "/add") return Response.json(await env.COUNTER.get(env.COUNTER.idFromName("one")).add());
    if (pathname === "/sql") {
      const url = new URL(env.DATABASE_URL);
      const headers = { "neon-connection-string": url.href };
      const answer = await fetch(`http://${env.NEON_PROXY}/sql`, {
        method: "POST",
        headers,
        body: JSON.stringify({ query: "select 1 as one" }),
      }).catch(() => undefined);
      return new Response(null, { status: answer?.status ?? 502 });
    }
    if (pathname === "/gateway") {
      const answer = await fetch(`${env.GATEWAY_URL}/healthz`).catch(() => undefined);
      return new Response(null, { status: answer?.status ?? 502 });
    }
    return Response.json({ title: "Nothing here" }, { status: 404 });
  },
};
