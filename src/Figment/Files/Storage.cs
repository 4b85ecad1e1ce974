using System.Security.Cryptography;

namespace Figment;

/// <summary>
/// Turns exceptions of the file system into errors for the user. No other code lists these exceptions: where a failure is not an
/// error, or is recorded, the code uses <see cref="IsFailure"/>.
/// </summary>
internal static class Storage
{
    /// <summary>Whether an exception comes from the file system: no such file, no permission, no space, a damaged disk.</summary>
    internal static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>Runs an action on files; a failure is reported as <c>… cannot be read: …</c>.</summary>
    /// <param name="path">The file or folder, as a person knows it.</param>
    /// <param name="verb">The verb for the action, for instance <c>read</c>.</param>
    /// <param name="action">The action.</param>
    /// <param name="advice">What to do on failure, in sentences; empty if there is no advice.</param>
    /// <param name="error">Creates the exception from a message and its cause; null creates a plain one.</param>
    /// <exception cref="FigmentException">The action failed.</exception>
    internal static T Try<T>(
        object path,
        string verb,
        Func<T> action,
        OptionSentence? advice = null,
        Func<OptionSentence, Exception, FigmentException>? error = null
    ) =>
        Try(
            action,
            e =>
            {
                OptionSentence message = Message(path, verb, OptionSentence.Reason(e), advice);
                return error is null ? new FigmentException(message, e) : error(message, e);
            }
        );

    /// <summary>Runs an action without a result in the same way.</summary>
    internal static void Try(object path, string verb, Action action) => Try(path, verb, Returning(action));

    /// <summary>Runs an action on files whose failure needs a sentence of its own.</summary>
    /// <param name="action">The action.</param>
    /// <param name="error">Creates the exception for a failure.</param>
    internal static T Try<T>(Func<T> action, Func<Exception, FigmentException> error)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw error(e);
        }
    }

    /// <summary>Runs an action without a result in the same way.</summary>
    internal static void Try(Action action, Func<Exception, FigmentException> error) => Try(Returning(action), error);

    /// <summary>Runs an action that may fail on files.</summary>
    /// <param name="action">The action.</param>
    /// <param name="otherwise">The result on failure.</param>
    internal static T Or<T>(Func<T> action, T otherwise)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (IsFailure(e))
        {
            return otherwise;
        }
    }

    /// <summary>Runs an action on files and ignores a failure.</summary>
    internal static void Attempt(Action action) => Or(Returning(action), otherwise: false);

    /// <summary>Opens a resource and passes it to its owner; if that fails, the resource is closed.</summary>
    /// <param name="path">The file, as a person knows it.</param>
    /// <param name="open">Opens the resource.</param>
    /// <param name="make">Creates the owner.</param>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    internal static T Open<TFile, T>(string path, Func<TFile> open, Func<TFile, T> make)
        where TFile : IDisposable =>
        Try(
            path,
            "read",
            () =>
            {
                TFile file = open();
                try
                {
                    return make(file);
                }
                catch
                {
                    file.Dispose();
                    throw;
                }
            }
        );

    /// <summary>The exception for a file that cannot be read, for code that catches exceptions itself.</summary>
    internal static FigmentException Unreadable(string path, Exception e) =>
        new(Message(path, "read", OptionSentence.Reason(e)), e);

    /// <summary>The sentence about a failure, with advice.</summary>
    /// <param name="path">A path, or words that say what could not be processed.</param>
    /// <param name="verb">The action, for instance <c>read</c>.</param>
    /// <param name="reason">The reason, without a full stop.</param>
    /// <param name="advice">What to do, in sentences; null if there is nothing to say.</param>
    internal static OptionSentence Message(object path, string verb, OptionSentence reason, OptionSentence? advice = null)
    {
        OptionSentence failure = OptionSentence.Of($"{path} cannot be {OptionSentence.Word(verb)}: {reason}.");
        return advice is null ? failure : OptionSentence.Of($"{failure} {advice}");
    }

    /// <summary>Wraps an action in a function with a dummy result.</summary>
    internal static Func<bool> Returning(Action action) =>
        () =>
        {
            action();
            return true;
        };

    /// <summary>Computes the SHA-256 of a file, in lower-case hexadecimal.</summary>
    /// <exception cref="FigmentException">The file cannot be read.</exception>
    internal static string Sha256(string path) =>
        Try(
            path,
            "read",
            () =>
            {
                using FileStream stream = File.OpenRead(path);
                return Convert.ToHexStringLower(SHA256.HashData(stream));
            }
        );
}
