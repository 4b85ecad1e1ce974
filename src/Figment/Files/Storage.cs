using System.Security.Cryptography;

namespace Figment;

/// <summary>
/// Turns what a file system throws into the error that says so. Nothing else lists those exceptions: where a failure is no error,
/// or is written down, its place asks <see cref="IsFailure"/>.
/// </summary>
internal static class Storage
{
    /// <summary>Whether it is what a file system throws: no such file, not permitted, no room, a damaged disk.</summary>
    internal static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>Does something with files; a failure is told as <c>… cannot be read: …</c>.</summary>
    /// <param name="path">What it is done to, as a person knows it.</param>
    /// <param name="verb">What is done, for instance <c>read</c>.</param>
    /// <param name="action">Does it.</param>
    /// <param name="advice">What to do where it fails, in sentences; empty where there is none.</param>
    /// <param name="error">Makes the error of a message and its cause; null makes a plain one.</param>
    /// <exception cref="FigmentException">It failed.</exception>
    internal static T Try<T>(
        string path,
        string verb,
        Func<T> action,
        string advice = "",
        Func<string, Exception, FigmentException>? error = null
    ) =>
        Try(
            action,
            e =>
            {
                string message = Message(path, verb, e.Message, advice);
                return error is null ? new FigmentException(message, e) : error(message, e);
            }
        );

    /// <summary>The same for what gives nothing back.</summary>
    internal static void Try(string path, string verb, Action action) => Try(path, verb, Returning(action));

    /// <summary>Does something with files, where a failure needs a sentence of its own.</summary>
    /// <param name="action">Does it.</param>
    /// <param name="error">Says the failure.</param>
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

    /// <summary>The same for what gives nothing back.</summary>
    internal static void Try(Action action, Func<Exception, FigmentException> error) => Try(Returning(action), error);

    /// <summary>Does something with files that may fail.</summary>
    /// <param name="action">Does it.</param>
    /// <param name="otherwise">What stands for its result where it fails.</param>
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

    /// <summary>Does something with files where it does not matter whether it fails.</summary>
    internal static void Attempt(Action action) => Or(Returning(action), otherwise: false);

    /// <summary>Opens something to be read, and makes of it what owns it from then on; where that fails it is closed.</summary>
    /// <param name="path">What is opened, as a person knows it.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="make">Makes its owner.</param>
    /// <exception cref="FigmentException">It cannot be read.</exception>
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

    /// <summary>The error of a file that cannot be read, for those who must catch by themselves.</summary>
    internal static FigmentException Unreadable(string path, Exception e) => new(Message(path, "read", e.Message), e);

    /// <summary>The one sentence of a failure, and what to do.</summary>
    internal static string Message(string path, string verb, string reason, string advice = "") =>
        $"{path} cannot be {verb}: {(advice.Length == 0 ? reason : $"{reason.TrimEnd('.')}. {advice}")}";

    /// <summary>An action as what gives something back, which stands for nothing.</summary>
    internal static Func<bool> Returning(Action action) =>
        () =>
        {
            action();
            return true;
        };

    /// <summary>The SHA-256 of a file, in small letters.</summary>
    /// <exception cref="FigmentException">It cannot be read.</exception>
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
