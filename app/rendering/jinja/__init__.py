from app.rendering.jinja.compiler import compile_body as compile_body
