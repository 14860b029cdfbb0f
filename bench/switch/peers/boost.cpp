// boost: Boost.Context's fiber, and below it jump_fcontext by itself
#include <boost/context/detail/fcontext.hpp>
#include <boost/context/fiber.hpp>
#include <boost/context/fixedsize_stack.hpp>
#include <boost/context/pooled_fixedsize_stack.hpp>
#include <memory>
#include <utility>
#include <vector>

extern "C" {
#include "../measure.h"
}

namespace context = boost::context;
using context::fiber;

static long ended;

// --- switch: two in turn -----------------------------------------------------

static void measure_switch(long count)
{
    fiber other{[](fiber &&caller) {
        for (;;)
            caller = std::move(caller).resume();
        return std::move(caller);
    }};
    double start;

    for (long i = 0; i < count / 10; i++)
        other = std::move(other).resume();
    start = now_ns();
    for (long i = 0; i < count; i++)
        other = std::move(other).resume();
    print("switch", (now_ns() - start) / (2 * (double)count), "ns");
}

static void answer(context::detail::transfer_t caller)
{
    for (;;)
        caller = context::detail::jump_fcontext(caller.fctx, nullptr);
}

static void measure_jump(long count)
{
    std::vector<char> stack(STACK_BYTES);
    context::detail::transfer_t other = {
        context::detail::make_fcontext(&stack[0] + STACK_BYTES, STACK_BYTES,
                                       answer),
        nullptr};
    double start;

    for (long i = 0; i < count / 10; i++)
        other = context::detail::jump_fcontext(other.fctx, nullptr);
    start = now_ns();
    for (long i = 0; i < count; i++)
        other = context::detail::jump_fcontext(other.fctx, nullptr);
    print("switch", (now_ns() - start) / (2 * (double)count), "ns");
}

// --- create: one after the other ---------------------------------------------

static void create(context::pooled_fixedsize_stack &stacks, long count)
{
    for (long i = 0; i < count; i++) {
        fiber one{std::allocator_arg, stacks, [](fiber &&caller) {
                      ended++;
                      return std::move(caller);
                  }};
        one = std::move(one).resume();
    }
}

static void measure_create(long count)
{
    context::pooled_fixedsize_stack stacks(STACK_BYTES);
    double start;

    create(stacks, 1000);
    start = now_ns();
    create(stacks, count);
    print("create", (now_ns() - start) / (double)count, "ns");
    if (ended != 1000 + count)
        fail("not all have run");
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
    if (ended != count)
        fail("not all have run");
}

static const struct measure measures[] = {
    {"switch", measure_switch},
    {"jump", measure_jump},
    {"create", measure_create},
    {"crowd", measure_crowd},
    {nullptr, nullptr},
};

int main(int argc, char **argv)
{
    return take(measures, argc, argv);
}
