// The paper's script. Everything works without it; this makes it a little better. No dependency, no storage.

import { enhanceCopy } from "./copy.js";
import { enhancePrint } from "./print.js";
import { enhanceShare } from "./share.js";
import { countReads } from "./reads.js";
import { enhanceCommentBox } from "./comment_box.js";
import { enhanceReplies } from "./reply.js";

enhancePrint(document);
enhanceShare(document);
enhanceCopy(document);
countReads(document);
enhanceReplies(document);
for (const form of document.querySelectorAll("form.form[data-limit]")) enhanceCommentBox(form);
