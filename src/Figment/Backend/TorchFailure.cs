using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>Translates errors of libtorch, which come with a native stack trace, into plain messages.</summary>
internal static class TorchFailure
{
    private const int MostAttempts = 3;

    /// <summary>
    /// Runs an action without side effects, and repeats it if libtorch fails because TorchSharp freed a number too early
    /// (docs/design/native.md, <c>Scalar</c>): the same call then succeeds.
    /// </summary>
    /// <param name="action">The action: deterministic, and without side effects.</param>
    internal static T Again<T>(Func<T> action)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return action();
            }
            catch (ExternalException e) when (attempt < MostAttempts && IsFreedNumber(e.Message)) { }
        }
    }

    /// <summary>Runs an action on tensors, and turns an exception of libtorch into an error that a user can act on.</summary>
    /// <param name="where">The place, for instance <c>in a training step</c>.</param>
    /// <param name="what">The consumer of the memory, for instance <c>a batch of 128 images</c>.</param>
    /// <param name="instead">What to try if memory runs out, for instance another device.</param>
    /// <param name="action">The action.</param>
    /// <exception cref="BackendException">libtorch failed, or memory ran out.</exception>
    internal static T Explain<T>(OptionSentence where, OptionSentence what, OptionSentence instead, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is OutOfMemoryException || (e is ExternalException && IsOutOfMemory(e.Message)))
        {
            throw new BackendException(
                OptionSentence.Of($"Memory ran out {where}: {what} is too much for this device. Try {instead}."),
                e
            );
        }
        catch (ExternalException e)
        {
            throw new BackendException($"libtorch failed {where}: {e.Message.Split('\n')[0].Trim()}", e);
        }
    }

    /// <inheritdoc cref="Explain{T}"/>
    internal static void Explain(OptionSentence where, OptionSentence what, OptionSentence instead, Action action) =>
        Explain(
            where,
            what,
            instead,
            () =>
            {
                action();
                return true;
            }
        );

    /// <summary>libtorch's message for a number of an invalid kind (<c>c10::Scalar</c>).</summary>
    private static bool IsFreedNumber(string message) => message.Contains("Expected false to be true", StringComparison.Ordinal);

    /// <summary>
    /// The messages of libtorch's allocators: <c>CUDA out of memory</c>, <c>not enough memory</c>, <c>can't allocate memory</c>.
    /// </summary>
    private static bool IsOutOfMemory(string message) =>
        message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("enough memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("bad_alloc", StringComparison.Ordinal);
}
