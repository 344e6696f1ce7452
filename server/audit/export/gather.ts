/** Characters; what a connection takes in one go. */
const largest = 64 * 1024;

/** The same text in fewer pieces: each is sent by itself, which costs more than to make it. */
export async function* gather(pieces: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < largest) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
