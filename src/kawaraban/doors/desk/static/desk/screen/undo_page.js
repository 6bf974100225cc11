// A page with nothing but a way back on it: the seconds that are left are counted down.

import { countDown } from "./undo.js";

countDown();
