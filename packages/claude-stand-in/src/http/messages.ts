import type { ServerResponse } from "node:http";

import { invalid } from "../api-error.ts";
import { type Fault, type ImageScript, isReplyFault, isSaid } from "../faults.ts";
import { imageBlocks, type SentImage, sentImage } from "../images/sent-image.ts";
import { objectsOf, textOf } from "../json.ts";
import { compose } from "../reply/compose.ts";
import { type Reply, type ReplyBlock, textBlock } from "../reply/content.ts";
import { toEvents } from "../reply/events.ts";
import { makeMessage, type Message, toBody } from "../reply/message.ts";
import type { PromptCache } from "../reply/prompt-cache.ts";
import { sourcesOf } from "../reply/sources.ts";
import { spoilReply } from "../reply/spoil.ts";
import { structuredReply } from "../reply/structured.ts";
import { requestTokens, textTokens } from "../tokens.ts";
import { type CheckedRequest, outputSchema, systemText } from "../validate/request.ts";
import { sendStream } from "./send-stream.ts";
import { sendJson } from "./transport.ts";

/** `POST /v1/messages`, of a request that has been checked. */
export async function answerMessages(
  response: ServerResponse,
  request: CheckedRequest,
  fault: Fault | undefined,
  context: {
    readonly cache: PromptCache;
    readonly random: () => number;
    readonly onImage?: OnImage | undefined;
  },
): Promise<void> {
  const message = replyTo(request, fault, context.cache, { onImage: context.onImage });
  if (!request.stream) return sendJson(response, 200, toBody(message, fault?.type === "sparse"));
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
  });
  const { random } = context;
  return sendStream(response, toEvents(message, fault, random), fault, random);
}

/** What comes of a picture; `undefined` where it is answered as any other. */
export type OnImage = (image: SentImage) => ImageScript | undefined;

/** @throws ApiError 400 where the prompt is longer than the model's window */
export function replyTo(
  request: CheckedRequest,
  fault: Fault | undefined,
  cache: PromptCache,
  options: { readonly tier?: "standard" | "batch"; readonly onImage?: OnImage | undefined } = {},
): Message {
  const { tier = "standard", onImage } = options;
  const input = requestTokens(request.body, request.served);
  const { window } = request.served.model;
  if (input > window) throw invalid(`prompt is too long: ${input} tokens > ${window} maximum`);
  const sources = sourcesOf(request.messages);
  const image = imageBlocks(request.messages).map(({ block }) => sentImage(block))[0];
  const script = image && onImage?.(image);
  if (script?.type === "unreadable") throw invalid("Could not process image");
  const text = isSaid(script)
    ? [textBlock(script.type === "says" ? JSON.stringify(script.value) : script.text)]
    : composeReply(request, sources, image);
  const thinking: ReplyBlock[] = request.thinks
    ? [{ type: "thinking", thinking: "", signature: Buffer.from(`signed ${input}`).toString("base64") }]
    : [];
  const reply: Reply = { content: [...thinking, ...text], stopReason: "end_turn" };
  const spoiled = spoilReply(reply, script && isReplyFault(script) ? script : fault, sources);
  return makeMessage(
    request,
    withinLimits(spoiled, request, input),
    cache.use(request.body, request.served),
    tier,
  );
}

/** Answers from the documents, or fills in the form that is asked for. */
function composeReply(
  request: CheckedRequest,
  sources: ReturnType<typeof sourcesOf>,
  image: SentImage | undefined,
): readonly ReplyBlock[] {
  const { body } = request;
  const schema = outputSchema(body);
  if (!schema) return compose(questionOf(request), sources, systemText(body));
  return [textBlock(JSON.stringify(structuredReply(schema, image, questionOf(request))))];
}

/** The words of the last user message that are not part of a document. */
function questionOf({ messages }: CheckedRequest): string {
  const content = messages.findLast(({ role }) => role === "user")?.["content"];
  if (typeof content === "string") return content;
  return objectsOf(content)
    .map((block) => (block["type"] === "text" ? textOf(block["text"]) : ""))
    .join("\n");
}

/** Ends a reply where its tokens end: those asked for, or those that the window leaves. */
function withinLimits(reply: Reply, { maxTokens, served }: CheckedRequest, input: number): Reply {
  const left = served.model.window - input;
  let budget = Math.min(maxTokens, left);
  const content: ReplyBlock[] = [];
  for (const block of reply.content) {
    const tokens = block.type === "text" ? textTokens(block.text, served) : 0;
    if (tokens <= budget) {
      content.push(block);
      budget -= tokens;
      continue;
    }
    if (block.type === "text" && budget > 0) {
      const kept = Math.floor((block.text.length * budget) / tokens);
      if (kept > 0) content.push({ ...block, text: block.text.slice(0, kept) });
    }
    return { content, stopReason: left < maxTokens ? "model_context_window_exceeded" : "max_tokens" };
  }
  return maxTokens === 0 ? { content: [], stopReason: "max_tokens" } : { ...reply, content };
}
