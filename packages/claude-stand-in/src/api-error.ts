/** An error as the API reports it. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly details: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    options: { details?: unknown; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.type = ERROR_TYPES[status] ?? "api_error";
    this.details = options.details;
    this.headers = options.headers ?? {};
  }

  /** The response's body. */
  toBody(requestId: string): object {
    const { type, message, details } = this;
    return {
      type: "error",
      error: { type, message, ...(details === undefined ? {} : { details }) },
      request_id: requestId,
    };
  }
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  504: "timeout_error",
  529: "overloaded_error",
};

/** The error for a request that the API refuses as it is; `message` begins with the path of what is wrong. */
export function invalid(message: string): ApiError {
  return new ApiError(400, message);
}
