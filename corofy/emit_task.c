#include "emit_task.h"

#include "emit_common.h"

static void put_spawn_head(struct writer *w)
{
    emit_signature(w,
                   emit_is_static(w->coroutine)
                       ? "__attribute__((unused)) struct task *"
                       : "struct task *",
                   "_spawn", "");
}

void emit_task_declaration(struct writer *w)
{
    w->line = 0;
    write_lines(w, "#ifdef COROFY_RUNTIME");
    put_spawn_head(w);
    write_text(w, ";");
    write_lines(w, w->coroutine->returns_value ? "FUTURE_JOIN($name)"
                                               : "FUTURE_JOIN_VOID($name)");
    write_lines(w, "#endif");
}

void emit_task(struct writer *w)
{
    const struct coroutine *c = w->coroutine;

    w->line = 0;
    write_lines(w, "#ifdef COROFY_RUNTIME");
    write_lines(w, c->returns_value ? "FUTURE_TASK($name, &$name_about)"
                                    : "FUTURE_TASK_VOID($name, &$name_about)");
    write_newline(w);
    put_spawn_head(w);
    write_lines(w, "{\n"
                   "    struct task *$self = task_new(&$name_task);\n"
                   "\n"
                   "    if ($self != NULL) {\n"
                   "        $name_init(task_future($self)");
    for (const struct declarator *d = c->parameters; d != NULL; d = d->next)
        write_text(w, ", %s", d->symbol->name->text);
    write_text(w, ");");
    write_lines(w, "        task_start($self);\n"
                   "    }\n"
                   "    return $self;\n"
                   "}");
    write_lines(w, "#endif");
}
