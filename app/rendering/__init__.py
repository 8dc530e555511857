"""User-written layouts, pages, components and texts: compiled, bounded, sandboxed."""

from app.rendering.budget import Budget as Budget
from app.rendering.errors import Note as Note
from app.rendering.errors import RenderBudgetExceeded as RenderBudgetExceeded
from app.rendering.errors import RenderError as RenderError
from app.rendering.languages import fields_read as fields_read
from app.rendering.state import Evaluate as Evaluate
from app.rendering.views import UNSET as UNSET
from app.rendering.views import Rendered as Rendered
from app.rendering.views import Text as Text
from app.rendering.views import Views as Views
from app.rendering.views import ViewSource as ViewSource
from app.rendering.views import check_syntax as check_syntax
from app.rendering.views import compile_text as compile_text
from app.rendering.views import compile_views as compile_views
