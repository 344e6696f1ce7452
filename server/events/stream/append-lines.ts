import { type FileHandle, open } from 'node:fs/promises';

const ownerOnly = 0o600;

/**
 * Appends whole lines to a private file; they are on the disk when the promise resolves. The file is
 * opened each time, so that one that was moved (log rotation) is made again.
 *
 * Where only a part could be written, as when the disk is full, it is taken back; what a process that was
 * killed left of a line is ended with a line break, so that the next line stays whole.
 *
 * @throws Error of the file system
 */
export async function appendLines(path: string, text: string): Promise<void> {
  const handle = await open(path, 'a+', ownerOnly);
  try {
    const status = await handle.stat();
    const { size } = status;
    // A device, such as /dev/null, stays as it is.
    const isFile = status.isFile();
    if (isFile) await handle.chmod(ownerOnly).catch(() => undefined);
    try {
      await handle.appendFile((await lacksLineEnd(handle, size)) ? `\n${text}` : text);
      if (isFile) await handle.datasync();
    } catch (error) {
      await handle.truncate(size).catch(() => undefined);
      throw error;
    }
  } finally {
    await handle.close();
  }
}

/** Whether the last line of a file lacks its end. */
async function lacksLineEnd(handle: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer.toString() !== '\n';
}
