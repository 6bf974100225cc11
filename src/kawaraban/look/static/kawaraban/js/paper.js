// The paper's script: everything works without it, and a little better with it.
