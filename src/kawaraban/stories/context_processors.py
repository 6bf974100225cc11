from kawaraban.look.context_processors import paper

__all__ = ["paper"]
