// The paper's script. Everything works without it; this makes it a little better. No dependency, no storage.

import { enhanceCopy } from "./copy.js";
import { enhancePrint } from "./print.js";
import { enhanceShare } from "./share.js";
import { countReads } from "./reads.js";
import { enhanceCommentBox } from "./comment_box.js";
import { enhanceReplies } from "./reply.js";
import { watchFields } from "./form_errors.js";
import { watchUnsent } from "./unsent.js";

enhancePrint(document);
enhanceShare(document);
enhanceCopy(document);
countReads(document);
enhanceReplies(document);
for (const form of document.querySelectorAll("form.form")) {
  if (form.dataset.limit) enhanceCommentBox(form);
  else {
    watchUnsent(form);
    watchFields(form);
  }
}
