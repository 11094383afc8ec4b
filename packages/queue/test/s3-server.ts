import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A local server that answers as S3 does, for the few requests that we make: objects of one bucket, in memory. */
export interface S3Server extends AsyncDisposable {
  readonly url: string;
  readonly objects: Map<string, Uint8Array>;
  /** What is answered in place of the next requests, with what headers. */
  readonly failures: {
    readonly status: number;
    readonly code: string;
    readonly headers?: Record<string, string>;
  }[];
}

/** Objects in one page of a listing; S3 itself gives 1,000. */
const PAGE = 3;

export async function startS3(bucket: string): Promise<S3Server> {
  const objects = new Map<string, Uint8Array>();
  const failures: S3Server["failures"] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const part of request) body.push(part as Buffer);
    const failure = failures.shift();
    if (failure) {
      response.writeHead(failure.status, failure.headers).end(errorBody(failure.code));
      return;
    }
    const url = new URL(request.url ?? "/", "http://localhost");
    const [, name, ...rest] = decodeURIComponent(url.pathname).split("/");
    const key = rest.join("/");
    if (name !== bucket) response.writeHead(404).end(errorBody("NoSuchBucket"));
    else if (url.searchParams.has("list-type")) list(url.searchParams, response);
    else if (request.method === "PUT") {
      objects.set(key, Buffer.concat(body));
      response.writeHead(200, { etag: etag(Buffer.concat(body)) }).end();
    } else if (request.method === "DELETE") {
      objects.delete(key);
      response.writeHead(204).end();
    } else {
      const bytes = objects.get(key);
      if (!bytes) response.writeHead(404).end(request.method === "HEAD" ? "" : errorBody("NoSuchKey"));
      else {
        response.writeHead(200, { etag: etag(bytes), "content-length": bytes.byteLength });
        response.end(request.method === "HEAD" ? "" : bytes);
      }
    }
  }

  function list(query: URLSearchParams, response: ServerResponse): void {
    const from = query.get("continuation-token") ?? "";
    const keys = [...objects.keys()]
      .filter((key) => key.startsWith(query.get("prefix") ?? "") && key > from)
      .sort();
    const page = keys.slice(0, PAGE);
    const more = keys.length > PAGE;
    const contents = page.map(
      (key) => `<Contents><Key>${key}</Key><ETag>${etag(objects.get(key)!)}</ETag><Size>1</Size></Contents>`,
    );
    const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    response
      .writeHead(200, { "content-type": "application/xml" })
      .end(
        `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join("")}</ListBucketResult>`,
      );
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    objects,
    failures,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function etag(bytes: Uint8Array): string {
  return `"${createHash("md5").update(bytes).digest("hex")}"`;
}

function errorBody(code: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}, says the server</Message></Error>`;
}
