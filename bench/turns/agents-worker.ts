/**
 * The same task on the `agents` SDK (npm), as its documentation shows it: an agent that takes a frame, keeps what it
 * counts with setState, which writes it to its SQLite file, and answers over its web socket.
 */
import { Agent, type Connection, routeAgentRequest, type WSMessage } from "agents";

interface Env extends Cloudflare.Env {
  EchoAgent: DurableObjectNamespace<EchoAgent>;
}

interface EchoState {
  count: number;
  last: string;
}

export class EchoAgent extends Agent<Env, EchoState> {
  override initialState: EchoState = { count: 0, last: "" };

  override onMessage(connection: Connection, message: WSMessage): void {
    const text = String(message);
    this.setState({ count: this.state.count + 1, last: text });
    connection.send(text);
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    return (await routeAgentRequest(request, env)) ?? new Response("no such agent", { status: 404 });
  },
} satisfies ExportedHandler<Env>;
