// The paper's script. Everything works without it; this makes it a little better. No dependency, no storage.

import { enhancePrint } from "./print.js";
import { enhanceShare } from "./share.js";
import { countReads } from "./reads.js";
import { enhanceCommentBox } from "./comment_box.js";
import { enhanceReplies } from "./reply.js";

enhancePrint(document);
enhanceShare(document);
countReads(document);
for (const form of document.querySelectorAll("form.form[data-limit]")) enhanceCommentBox(form);
enhanceReplies(document);
