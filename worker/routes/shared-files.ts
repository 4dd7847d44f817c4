/** `GET /shared/{token}`: one file for whoever has the link. The token is the whole secret, so it never stands in a log. */
import { Hono } from "hono";
import { systemClock } from "../../platform/clock.ts";
import { readFileToken } from "../../platform/file-token.ts";
import { keysOf } from "../auth/conversation.ts";
import type { AppEnv } from "../context.ts";
import { answerFile } from "../files/answer.ts";
import { attachmentFile } from "../files/attachment.ts";
import { requireFile, shownFile } from "../files/find.ts";
import { callObject, driveStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";

export const sharedFiles = new Hono<AppEnv>();

sharedFiles.get("/shared/:token", async (c) => {
  const subject = await readFileToken(keysOf(c.env), c.get("tenant"), c.req.param("token"));
  if (subject === null) throw new FaultError("drive.not-found", "This link was not made here, or is not whole.");
  if (subject.expires <= systemClock.now())
    throw new FaultError("drive.link-over", "This link is over. Ask whoever sent it for a new one.");
  const { bot } = subject;
  // Whoever has the address may show it: the chat in a foreign page, too.
  const policy = "cross-origin";
  const download = c.req.query("download") !== undefined;
  if (subject.kind === "attachment") {
    const key = { tenant: c.get("tenant"), bot, conversation: subject.conversation };
    return answerFile(c, await attachmentFile(c, key, subject.attachment), { download, policy });
  }
  const link = expectOk(await callObject(() => driveStub(c.env, c.get("tenant"), bot).link(subject.link)));
  return answerFile(c, await shownFile(c, bot, await requireFile(c, bot, link.path)), { download, policy });
});
