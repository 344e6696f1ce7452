import type { SentMessage } from './outbox.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Returns the outbox as an HTML page, newest message first. It needs neither styles nor scripts. */
export function outboxPage(messages: readonly SentMessage[]): string {
  const rows = messages.map(
    (message) => `<tr>
<td><time datetime="${message.sent.toISOString()}">${message.sent.toISOString()}</time></td>
<td>${message.medium === 'EMAIL' ? 'E-mail' : 'Text message'}</td>
<td>${escaped(message.destination)}</td>
<td>${escaped(message.username)}</td>
<td>${escaped(message.purpose)}</td>
<td><b>${escaped(message.subject)}</b><br>${escaped(message.body)}</td>
</tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sandbox outbox</title>
</head>
<body>
<h1>Sandbox outbox</h1>
<p>The messages that a real user pool would have sent, newest first. They are kept in memory until the sandbox stops.</p>
${messages.length === 0 ? '<p>Nothing has been sent yet.</p>' : ''}
<table border="1" cellpadding="6">
<thead><tr><th>Sent</th><th>By</th><th>To</th><th>User</th><th>Purpose</th><th>Message</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`;
}
