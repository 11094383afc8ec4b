/** The JSON that users' programs rely on, written down apart from the code that prints it. */
export interface IngestJson {
  readonly documents: readonly {
    readonly id: string;
    readonly source: string;
    readonly status: "indexed" | "partial" | "unchanged" | "failed";
    readonly pages: number;
    readonly failedPages: readonly {
      readonly page: number;
      readonly code: string;
      readonly reason: string;
    }[];
    readonly sentences: number;
    readonly chunks: number;
    readonly seconds: number;
    readonly error?: ErrorJson;
  }[];
  readonly error?: ErrorJson;
}

export interface ErrorJson {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly input: string | null;
}

interface BoxJson {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SearchJson {
  readonly results: readonly {
    readonly chunkId: string;
    readonly documentId: string;
    readonly source: string;
    readonly score: number;
    readonly pages: readonly number[];
    readonly headingPath: readonly string[];
    readonly text: string;
    readonly sentences: readonly {
      readonly id: string;
      readonly text: string;
      readonly page: number;
      readonly boxes: readonly BoxJson[];
    }[];
  }[];
}

export interface AnswerJson {
  readonly question: string;
  readonly status: "answered" | "partial" | "not_found";
  readonly text: string;
  readonly claims: readonly {
    readonly text: string;
    readonly start: number;
    readonly end: number;
    readonly citations: readonly number[];
  }[];
  readonly citations: readonly {
    readonly source: string;
    readonly page: number;
    readonly quote: string;
    readonly boxes: readonly BoxJson[];
    readonly sentenceIds: readonly string[];
  }[];
  readonly model: string;
  readonly cost: number;
  readonly warnings: readonly string[];
  readonly plan: {
    readonly strategy: string;
    readonly budget: number;
    readonly used: number;
    readonly documents: readonly {
      readonly id: string;
      readonly source: string;
      readonly sentences: number;
    }[];
    readonly dropped: readonly unknown[];
  };
}

export interface StatusJson {
  readonly documents: readonly { readonly id: string; readonly source: string; readonly chunks: number }[];
  readonly failures: readonly { readonly source: string; readonly code: string; readonly reason: string }[];
}
