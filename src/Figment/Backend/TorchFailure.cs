using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>Says in words what libtorch says in a native stack trace.</summary>
internal static class TorchFailure
{
    /// <summary>Does something with tensors; what libtorch throws becomes an error that a user can act on.</summary>
    /// <param name="where">Where it was, for instance <c>in a training step</c>.</param>
    /// <param name="advice">What to try.</param>
    /// <param name="action">What to do.</param>
    /// <exception cref="BackendException">libtorch failed.</exception>
    internal static T Explain<T>(string where, string advice, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (ExternalException e)
        {
            throw new BackendException($"libtorch failed {where}: {e.Message.Split('\n')[0].Trim()} {advice}", e);
        }
    }
}
