// boost: Boost.Context's fiber, and below it jump_fcontext by itself
#include <boost/context/detail/fcontext.hpp>
#include <boost/context/fiber.hpp>
#include <boost/context/fixedsize_stack.hpp>
#include <boost/context/pooled_fixedsize_stack.hpp>
#include <climits>
#include <memory>
#include <utility>
#include <vector>

extern "C" {
#include "../measure.h"
#include "../nest.h"
}

namespace context = boost::context;
using context::fiber;

static long ended;

// --- switch, nested: two in turn ---------------------------------------------

static fiber other;

static void call_and_answer(long count)
{
    for (long i = 0; i < count; i++)
        other = std::move(other).resume();
}

static void measure_switch(long count)
{
    other = fiber{[](fiber &&caller) {
        for (;;)
            caller = std::move(caller).resume();
        return std::move(caller);
    }};
    print("switch", fastest_ns(call_and_answer, count) / 2, "ns");
    other = fiber(); // before the C++ runtime ends
}

// Without the fiber around it. places[0] is for main to go to, [1] for the other
static context::detail::transfer_t places[2];

static void go_from(int self)
{
    places[self] = context::detail::jump_fcontext(places[self].fctx, nullptr);
}

static void jump_and_answer(long count)
{
    for (long i = 0; i < count; i++)
        go_from(0);
}

static void answer_jump(context::detail::transfer_t caller)
{
    places[1] = caller;
    for (;;)
        go_from(1);
}

static __attribute__((noinline)) void go_often(int self, long count)
{
    for (long i = 0; i < count; i++)
        nest(go_from, self);
}

static void call_nested(long count)
{
    go_often(0, count);
}

static void answer_nested(context::detail::transfer_t caller)
{
    places[1] = caller;
    go_often(1, LONG_MAX);
}

static void measure(const char *name, void (*work)(long),
                    void (*answer)(context::detail::transfer_t), long count)
{
    std::vector<char> stack(STACK_BYTES);

    places[0].fctx = context::detail::make_fcontext(&stack[0] + STACK_BYTES,
                                                    STACK_BYTES, answer);
    print(name, fastest_ns(work, count) / 2, "ns");
}

static void measure_jump(long count)
{
    measure("switch", jump_and_answer, answer_jump, count);
}

static void measure_nested(long count)
{
    measure("nested", call_nested, answer_nested, count);
}

// --- create: one after the other ---------------------------------------------

static context::pooled_fixedsize_stack pool(STACK_BYTES);

static void create(long count)
{
    ended = 0;
    for (long i = 0; i < count; i++) {
        fiber one{std::allocator_arg, pool, [](fiber &&caller) {
                      ended++;
                      return std::move(caller);
                  }};
        one = std::move(one).resume();
    }
    check_ended(ended, count);
}

static void measure_create(long count)
{
    print("create", fastest_ns(create, count), "ns");
}

// --- crowd: all alive at once ------------------------------------------------

static fiber stand(fiber &&caller)
{
    caller = std::move(caller).resume();
    ended++;
    return std::move(caller);
}

// protected_fixedsize_stack has a guard, and ends at 32,000: two mappings each
static void measure_crowd(long count)
{
    context::fixedsize_stack stacks(STACK_BYTES);
    double memory = resident(), tables = page_tables(), start = now_ns();
    std::vector<fiber> crowd;

    crowd.reserve((size_t)count);
    for (long i = 0; i < count; i++)
        crowd.push_back(
            fiber(std::allocator_arg, stacks, stand).resume());
    print("start", (now_ns() - start) / (double)count, "ns");
    print("memory", (resident() - memory) / (double)count, "B");
    print("tables", (page_tables() - tables) / (double)count, "B");
    start = now_ns();
    for (fiber &one : crowd)
        one = std::move(one).resume();
    crowd.clear();
    print("end", (now_ns() - start) / (double)count, "ns");
    check_ended(ended, count);
}

static const struct measure measures[] = {
    {"switch", measure_switch},
    {"jump", measure_jump},
    {"nested", measure_nested},
    {"create", measure_create},
    {"crowd", measure_crowd},
    {nullptr, nullptr},
};

int main(int argc, char **argv)
{
    return take(measures, argc, argv);
}
