import { isS3 } from "../s3/location.ts";
import { openFile, type OpenSource } from "./source.ts";

/** Opens a job's source by what it is: a file, or an object in S3. */
export const openAnySource: OpenSource = async (source, signal) => {
  if (!isS3(source)) return openFile(source, signal);
  const { openS3Object } = await import("../s3/s3-source.ts");
  return openS3Object(source, signal);
};
