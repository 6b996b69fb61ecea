/** Decompression that stops before a small file becomes a huge one. */
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { ReviewInputError } from '../errors.js';
import { limits } from '../limits.js';

/** True for the two bytes that begin a gzip file. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** Decompresses chunks; refuses a ratio or a size that no mail has. */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  let packed = 0;
  let unpacked = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      packed += chunk.length;
      yield chunk;
    }
  };
  const source = Readable.from(counted());
  const stream = createGunzip({ chunkSize: 1 << 18 });
  source.on('error', (error) => stream.destroy(error));
  source.pipe(stream);
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      unpacked += chunk.length;
      const most = Math.min(limits.gzipBytes, Math.max(limits.gzipFloor, packed * limits.gzipRatio));
      if (unpacked > most) {
        throw new ReviewInputError(
          `${file}: unpacks to more than ${limits.gzipRatio} times its size; unpack it yourself if that is meant`,
        );
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof ReviewInputError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ReviewInputError(`${file}: damaged gzip data (${why}); fetch it again`, { cause: error });
  } finally {
    source.destroy();
    stream.destroy();
  }
}
