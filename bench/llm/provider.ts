/**
 * A provider that costs nothing: chat completions as a stream, each token with the time at which it was written. Run as a
 * process of its own, so that neither way to it shares its loop. Prints its port. The last message says how many tokens and
 * how many ms lie between two: `100 5`.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const server = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const { messages } = JSON.parse(body) as { messages: { content: string | { text: string }[] }[] };
  const content = messages.at(-1)?.content ?? "";
  const text = typeof content === "string" ? content : content.map((part) => part.text).join("");
  const [tokens = 1, pause = 0] = text.split(" ").map(Number);
  response.writeHead(200, { "content-type": "text/event-stream" });
  const chunk = (choice: object, more: object = {}): void =>
    void response.write(
      `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, ...choice }], ...more })}\n\n`,
    );
  for (let i = 0; i < tokens; i++) {
    if (i > 0 && pause > 0) await sleep(pause);
    chunk({ delta: { content: `${performance.timeOrigin + performance.now()} ` } });
  }
  chunk(
    { delta: {}, finish_reason: "stop" },
    { usage: { prompt_tokens: 1, completion_tokens: tokens, total_tokens: tokens + 1 } },
  );
  response.end("data: [DONE]\n\n");
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
