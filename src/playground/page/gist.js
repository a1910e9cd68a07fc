/** What a message is in a few words, where there is no room for it. */
export function gist({ text, caption, poll, document: file, photo }) {
  return text || caption || (poll ? `📊 ${poll.question}` : file ? `📄 ${file.file_name ?? file.name}` : photo ? "🖼" : "…");
}
