"""The tables of the stories room: the pages of the paper and what belongs to them."""

from kawaraban.stories.models.authors import Author
from kawaraban.stories.models.front_page import FrontPage
from kawaraban.stories.models.listed_story import ListedStory
from kawaraban.stories.models.map_part import MapPart
from kawaraban.stories.models.paper_settings import PaperSettings
from kawaraban.stories.models.pictures import PaperImage, PaperRendition
from kawaraban.stories.models.printed_page import PrintedPage
from kawaraban.stories.models.section_page import SectionPage
from kawaraban.stories.models.standard_page import StandardPage
from kawaraban.stories.models.story_page import StoryPage
from kawaraban.stories.models.story_parts import Byline, Correction, StoryTopic

__all__ = [
    "Author",
    "Byline",
    "Correction",
    "FrontPage",
    "ListedStory",
    "MapPart",
    "PaperImage",
    "PaperRendition",
    "PaperSettings",
    "PrintedPage",
    "SectionPage",
    "StandardPage",
    "StoryPage",
    "StoryTopic",
]
