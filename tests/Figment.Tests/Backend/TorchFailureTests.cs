using System.Runtime.InteropServices;
using Figment.Backend;

namespace Figment.Tests.Backend;

public sealed class TorchFailureTests
{
    private const string Freed = "Expected false to be true, but got false.  (Could this error message be improved?)";

    [Fact]
    public void What_stumbled_over_a_freed_number_is_done_again()
    {
        int calls = 0;

        int made = TorchFailure.Again(() => ++calls < 3 ? throw new Failure(Freed) : 7);

        Assert.Equal((7, 3), (made, calls));
    }

    [Theory]
    [InlineData(Freed, 3)]
    [InlineData("not enough memory: you tried to allocate 8 bytes", 1)]
    public void What_fails_each_time_or_for_another_reason_fails(string message, int expected)
    {
        int calls = 0;

        ExternalException thrown = Assert.ThrowsAny<ExternalException>(() =>
            TorchFailure.Again<int>(() =>
            {
                calls++;
                throw new Failure(message);
            })
        );

        Assert.Equal((message, expected), (thrown.Message, calls));
    }

    private sealed class Failure(string message) : ExternalException(message);
}
